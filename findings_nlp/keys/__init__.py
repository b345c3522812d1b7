"""Keys that stay the same over reports and years: services, standards, key questions, and bodies that are addressed."""
