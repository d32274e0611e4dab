"""Sum up every group of tests into one verdict, and distrust groups that look too quiet."""
