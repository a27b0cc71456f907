"""The command line of ``shuzhi``, the same as ``python -m bot``."""
