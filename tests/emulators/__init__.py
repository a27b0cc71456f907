"""Talks with servers that others wrote to stand in for Telegram's; ``make emulators`` installs them.

Only one can be used here: telegram-test-api, of npm. tg-auto-test and gramlab, of PyPI, need Python 3.12 and
3.13, which the tests do not.
"""
