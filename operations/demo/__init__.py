"""The Xishan 2017 campaign, loaded through the suite's own import."""
