"""What the screen network tells apart. The order is the order of its output channels and of the manifest."""

ROLES = (
    "button", "link", "text_field", "text_area", "checkbox", "radio", "switch", "select", "slider", "tab", "menu_item",
    "icon", "image", "row", "cell", "heading", "text", "window", "dialog", "scrollbar",
)
STATES = ("checked", "selected", "disabled", "focused")

TEXT_GROUP, CONTROL_GROUP, CELL_GROUP, ROW_GROUP = range(4)
GROUP_COUNT = 4

_GROUPS = {"text": TEXT_GROUP, "heading": TEXT_GROUP, "cell": CELL_GROUP, "window": CELL_GROUP, "row": ROW_GROUP,
           "dialog": ROW_GROUP}
# Things that share a centre (a line in a button, a button in a cell, a cell in a row) need boxes of their own.
GROUPS = tuple(_GROUPS.get(role, CONTROL_GROUP) for role in ROLES)

CLASS_OF = {role: index for index, role in enumerate(ROLES)}
