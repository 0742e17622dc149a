"""The workspace: the folder a platform lives in, its version, keys and the lock of its one writer."""

from gongxin.workspace.home import Workspace

__all__ = ["Workspace"]
