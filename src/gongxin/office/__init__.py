"""The office database: where procedures live while they run. Django is set up here, and nowhere else.

Call :func:`gongxin.office.setup.open_office` before importing anything of the rooms above (accounts, casework, pages).
"""
