"""Settings that all tests share: no windows, and the same hypothesis examples on every run."""

import os

import matplotlib
from hypothesis import settings

os.environ["COURSE_LIB_STATIC"] = "1"
matplotlib.use("Agg")
settings.register_profile("course", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("course")
