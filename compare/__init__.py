"""The comparison suite: the same programs in every style, held to the same contracts."""
