"""Roles of the accessibility tree (AT-SPI names), by what they mean for the truth."""

# Roles that are elements as they stand.
PLAIN = {
    'slider': 'slider',
    'scroll bar': 'scrollbar',
    'link': 'link',
    'combo box': 'select',
    'table column header': 'cell',
    'column header': 'cell',
    'row header': 'cell',
    'table row header': 'cell',
    'spin button': 'text_field',
    'password text': 'text_field',
}
BUTTONS = {'push button', 'toggle button', 'button', 'push button menu'}
MARKS = {'check box': 'checkbox', 'radio button': 'radio'}
MENU_ITEMS = {'menu item', 'check menu item', 'radio menu item', 'menu', 'tearoff menu item'}
FIELDS = {'text', 'entry', 'editbar'}
CELLS = {'table cell', 'tree item'}
RECORDS = CELLS | {'list item'}
HEADERS = {'table column header', 'column header'}
DIALOGS = {'dialog', 'alert', 'file chooser', 'color chooser', 'font chooser'}
CONTAINERS = {'panel', 'filler', 'unknown', 'viewport', 'scroll pane', 'layered pane', 'directory pane'}
# What the tree says nothing reliable about.
OPAQUE = set(
    'calendar|drawing area|canvas|chart|document frame|html container|document web|terminal|embedded'.split('|')
)
CAPTIONED = BUTTONS | MENU_ITEMS | set(MARKS) | RECORDS | HEADERS | {'combo box', 'page tab', 'label', 'panel'}
# Drawn text of which the tree does not tell the place.
UNREAD = {'progress bar', 'status bar', 'level bar', 'tool tip', 'notification'}
CLIPPING = set('scroll pane|viewport|table|tree table|tree|list|list box|layered pane|text|split pane'.split('|'))
