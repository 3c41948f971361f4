"""How fast and how exact `course_lib` is, beside PyTorch, scikit-learn and SciPy: `make bench`."""
