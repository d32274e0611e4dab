"""Measurements that compare two ways in one run; they print, they assert nothing."""
