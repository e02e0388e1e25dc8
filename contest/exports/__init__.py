"""The room where files of data are made and kept."""
