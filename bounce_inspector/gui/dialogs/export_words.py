"""What the export dialog says about counts: before, and when it is done."""

from PySide6.QtCore import QCoreApplication, QLocale

from bounce_inspector.core.export import LeftOut, Outlook
from bounce_inspector.gui.dialogs.export_request import Choice, ExportDone
from bounce_inspector.gui.messages import sentence
from bounce_inspector.gui.richtext import visible

_CHOICES = {
    Choice.MARKED: "Marked to remove ({})",
    Choice.PROPOSED: "All that we propose to remove ({})",
    Choice.SHOWN: "All that the table shows ({})",
}
_LEFT_OUT = {
    LeftOut.NOT_DEAD: "%Ln address(es) stay out: they are not dead, and this list blocks for good.",
    LeftOut.COMPLAINT: "%Ln complaint(s) stay out: this list is not the place for them.",
    LeftOut.NO_COMPLAINT: "%Ln address(es) stay out: this list is for complaints only.",
}


def choice_words(choice: Choice, count: int) -> str:
    """Return what a choice is called, with the number of its addresses."""
    return _tr(_CHOICES[choice]).format(QLocale().toString(count))


def outlook_words(outlook: Outlook) -> str:
    """Return what will be in the files and what will not, a line each."""
    lines = [_counted("%Ln address(es) will be written.", outlook.written)]
    if outlook.apart:
        lines.append(_counted("%Ln complaint(s) go into a file of their own.", outlook.apart))
    lines += [_counted(_LEFT_OUT[why], count) for why, count in outlook.left_out.items() if count]
    return "\n".join(lines)


def done_words(done: ExportDone) -> str:
    """Return what was written, and where."""
    lines = [_counted("%Ln address(es) written.", done.written.addresses)]
    lines += [visible(str(path)) for path in done.written.files]
    if done.unrecorded:
        lines.append(sentence(done.unrecorded))
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ExportDialog", text)


def _counted(text: str, count: int) -> str:
    return QCoreApplication.translate("ExportDialog", text, None, count)
