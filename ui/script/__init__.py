"""The page's behaviour in the browser, in parts that share one scope; ``ui/theme.py`` puts them together."""
