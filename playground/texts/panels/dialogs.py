"""The words of the controls of what opens over the window. No Qt."""

from playground.texts.text import ControlWords

DIALOGS: dict[str, ControlWords] = {
    # -- a picture
    "picture.what": ControlWords(
        "Picture of",
        "What the picture shows. Training continues while it is taken.",
    ),
    "picture.format": ControlWords(
        "Format",
        "SVG and PDF stay sharp at any size. PNG works everywhere, and carries the experiment.",
    ),
    "picture.theme": ControlWords(
        "Background",
        "Light or dark, whatever the theme of the window.",
    ),
    "picture.width": ControlWords(
        "Width",
        "The width of the picture. A larger picture shows more; text and lines keep their size.",
    ),
    "picture.height": ControlWords(
        "Height",
        "The height of the picture. A larger picture shows more; text and lines keep their size.",
    ),
    "picture.scale": ControlWords(
        "Resolution",
        "More pixels for the same picture: sharper in print, and a larger file.",
    ),
    "picture.copy": ControlWords(
        "Copy the picture",
        "Put the picture on the clipboard, as PNG.",
        text="Copy",
    ),
    "picture.save": ControlWords(
        "Save the picture",
        "Choose a file, and write the picture to it.",
        text="Save…",
    ),
    "picture.cancel": ControlWords(
        "Cancel",
        "Close without saving.",
    ),
    # -- a film
    "film.what": ControlWords("Film of", "What the film shows. Below a part of the window stands the epoch."),
    "film.theme": ControlWords("Background", "Light or dark, whatever the theme of the window."),
    "film.first": ControlWords("From epoch", "The first epoch that is shown."),
    "film.last": ControlWords("To epoch", "The last epoch that is shown."),
    "film.every": ControlWords("Epochs per picture", "So many epochs lie between two pictures."),
    "film.width": ControlWords("Width", "The width of the film in pixels."),
    "film.height": ControlWords("Height", "The height of the film in pixels."),
    "film.rate": ControlWords("Speed", "How many pictures are shown in a second."),
    "film.save": ControlWords("Save the film", "Choose a file, and make the film.", text="Save…"),
    "film.cancel": ControlWords("Cancel", "Close without a film; one that is being made is not finished."),
    # -- report
    "report.title": ControlWords(
        "Title",
        "The heading of the page.",
    ),
    "report.note": ControlWords(
        "Note",
        "What you saw, and why you think it happened. It goes below the pictures; line breaks are kept.",
    ),
    "report.network": ControlWords(
        "Network",
        "Show the network with its weights.",
    ),
    "report.output": ControlWords(
        "Output",
        "Show the output of the network, with the points.",
    ),
    "report.curves": ControlWords(
        "Curves",
        "Show the loss by epoch.",
    ),
    "report.save": ControlWords(
        "Save the report",
        "Save the page as a PDF or as a web page.",
        text="Save…",
    ),
    "report.print": ControlWords(
        "Print the report",
        "Choose a printer and print the page.",
        text="Print…",
    ),
    "report.cancel": ControlWords(
        "Cancel",
        "Close without saving. What you typed will be there when you open the report again.",
    ),
    # -- worksheet
    "worksheet.kind": ControlWords(
        "Worksheet",
        "What is written on it: room for each number, or how each comes about.",
    ),
    "worksheet.decimals": ControlWords(
        "Rounded to",
        "How many decimals all numbers have: those that are given, too.",
    ),
    "worksheet.seed": ControlWords(
        "Exercise",
        "0: the weights and the sample of the window. From 1 on: the same network with other numbers; the "
        "same exercise always has the same ones.",
    ),
    "worksheet.title": ControlWords("Title", "The heading of the page."),
    "worksheet.save": ControlWords("Save the worksheet", "Save it as a PDF or as a web page.", text="Save…"),
    "worksheet.print": ControlWords("Print the worksheet", "Choose a printer and print it.", text="Print…"),
    "worksheet.cancel": ControlWords("Cancel", "Close without saving."),
    # -- document
    "document.restore": ControlWords(
        "Restore",
        "Open the unsaved version; training starts at epoch 0.",
    ),
    "document.forget": ControlWords(
        "Don't restore",
        "Discard the unsaved version and start with the default experiment.",
    ),
    # -- presets
    "presets.open": ControlWords(
        "Open example",
        "Open the chosen example: training starts at epoch 0.",
        text="Open",
    ),
    "presets.cancel": ControlWords(
        "Cancel",
        "Return to your experiment unchanged.",
    ),
    "presets.list": ControlWords(
        "Examples",
        "Each example shows one thing.",
    ),
    # -- class
    "class.cancel": ControlWords(
        "Cancel",
        "Go back to the previous choice.",
    ),
    "class.ok": ControlWords(
        "OK",
        "Keep this choice; it is saved with the file.",
    ),
    "class.tree": ControlWords(
        "Controls",
        "What pupils see, and what they can change. Space shows or hides the selected row, L locks or "
        "unlocks it; on a heading, everything under it.",
    ),
    "class.lesson_title": ControlWords(
        "Title",
        "The title of the lesson. Pupils see it above the data; it is saved with the file.",
    ),
    "class.lesson_line": ControlWords(
        "What to do",
        "What pupils should do, and what to watch for. They see it above the data; it is saved with the "
        "file.",
    ),
    "class.sign": ControlWords(
        "Class view",
        "Some controls are hidden or locked for a class. Click to choose which. (Ctrl+L)",
    ),
    "class.everything": ControlWords(
        "Everything",
        "Show everything, lock nothing.",
    ),
    "class.first_steps": ControlWords(
        "First steps",
        "Show the few controls a beginner needs and hide all others.",
    ),
    "class.watch_only": ControlWords(
        "Watch only",
        "Show everything; lock all but Play, Step, Reset, Speed and what the plots show.",
    ),
    # -- the card of a first start
    "start.watch": ControlWords(
        "Watch one learn",
        "Starts training: the colours show what the network predicts, and the loss falls as it learns.",
    ),
    "start.examples": ControlWords(
        "Examples",
        "Open experiments that each show one thing, with a line on what to watch for.",
    ),
    "start.everything": ControlWords(
        "Everything",
        "Start on your own. Point at a control to see what it does.",
    ),
    # -- the user guide
    "guide.search": ControlWords(
        "Search the guide",
        "Lists the sections that contain all the words you type. Arrow keys and Enter move through them. "
        "(Ctrl+F)",
        text="Search",
    ),
    "guide.places": ControlWords("Sections", "Choose a section to read it."),
    "guide.text": ControlWords("Page", "The page of the guide. Arrow keys scroll it."),
    # -- About, and the error report
    "about.copy": ControlWords("Copy", "Copy all versions: the last digits of results depend on them."),
    "about.close": ControlWords("Close", "Close this box; training continues."),
    "errors.text": ControlWords("Error report", "What happened, the versions of everything, the experiment."),
    "errors.copy": ControlWords("Copy", "Copy the whole report."),
    "errors.close": ControlWords("Close", "Close the report; training continues."),
}
