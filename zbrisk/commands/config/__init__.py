"""zbrisk.toml, the settings of a folder."""
