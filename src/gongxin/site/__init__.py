"""The faces put together: all addresses, and the server that answers them."""
