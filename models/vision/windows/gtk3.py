"""GTK 3 and its companions at fixed versions; GTK 4 may be installed beside it."""

import gi

for _name, _version in (
    ('Gtk', '3.0'),
    ('Gdk', '3.0'),
    ('GdkX11', '3.0'),
    ('Pango', '1.0'),
    ('PangoCairo', '1.0'),
    ('GdkPixbuf', '2.0'),
):
    gi.require_version(_name, _version)

from gi.repository import Gdk, GdkPixbuf, GdkX11, GObject, Gtk, Pango, PangoCairo  # noqa: E402

__all__ = ['Gdk', 'GdkPixbuf', 'GdkX11', 'GObject', 'Gtk', 'Pango', 'PangoCairo']
