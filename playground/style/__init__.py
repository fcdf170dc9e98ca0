"""The looks: palette, font, style sheet, colour maps, icons, scaling. Qt, but none of our widgets."""
