"""The design system: layout, components, charts, static files; no business."""
