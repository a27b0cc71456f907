"""What all tests share."""

from hypothesis import settings

settings.register_profile("fast", deadline=None)
settings.load_profile("fast")
