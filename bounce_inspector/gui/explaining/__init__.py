"""An explanation on the screen: what the panel of the window and the dialogs share."""
