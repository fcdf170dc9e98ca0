"""What plots share: axes, bold lines, markers, overlays in pixels, cards beside the pointer."""
