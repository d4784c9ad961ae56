"""Pictograms that most icon themes hold, by their names in the freedesktop.org icon naming specification."""

ICON_NAMES = (
    'document-new document-open document-save document-print edit-copy edit-cut edit-paste edit-undo edit-redo '
    'edit-find edit-delete edit-clear go-home go-up go-down go-next go-previous go-first go-last list-add '
    'list-remove view-refresh view-fullscreen zoom-in zoom-out system-search help-about help-browser '
    'dialog-information dialog-warning dialog-error dialog-question folder folder-open user-home user-trash '
    'text-x-generic image-x-generic audio-x-generic video-x-generic application-x-executable '
    'media-playback-start media-playback-pause media-playback-stop media-skip-forward media-skip-backward '
    'media-record audio-volume-high network-wired network-wireless printer computer drive-harddisk camera-photo '
    'preferences-system process-stop window-close mail-send mail-attachment format-text-bold format-text-italic '
    'format-text-underline format-justify-left format-justify-center insert-image insert-link open-menu '
    'view-list view-grid bookmark-new starred emblem-important appointment-new contact-new tab-new weather-clear'
).split()
