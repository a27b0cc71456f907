"""A judge of every call that a test has the bot make; ``calls`` holds its rules, this what it said.

It is asked by the Bot API in process (tests/telegram_fake.py) and by that over HTTP (tests/bot_api); the
library whose models it goes by takes seconds to import, so it is loaded with the first of them, once.
"""

objections: list[str] = []
"""What was wrong with the calls since the test began: tests/conftest.py looks after each test."""
