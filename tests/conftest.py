"""What all tests share."""

from hypothesis import settings

settings.register_profile("fast", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=20_000)
settings.load_profile("fast")
