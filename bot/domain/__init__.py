"""Pure rules: values in, values out. No clock, no dice, no files, no asyncio."""
