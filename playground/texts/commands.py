"""The menus and their commands, in words; `&` stands before its access key. No Qt."""

from playground.texts.text import Text

MENUS = {
    "file": Text("&File"),
    "file.recent": Text("Open &recent"),
    "file.export": Text("E&xport"),
    "edit": Text("&Edit"),
    "train": Text("&Train"),
    "time": Text("Ti&me"),
    "time.lines": Text("&Old lines"),
    "time.pace": Text("Pla&yback speed"),
    "view": Text("&View"),
    "view.plot": Text("Output &plot"),
    "view.tabs": Text("&Panel below"),
    "view.size": Text("&Text size"),
    "view.theme": Text("&Appearance"),
    "help": Text("&Help"),
}
LOCKED = Text("{text} (locked)")

NEW = Text("&New")
OPEN = Text("&Open…")
EXAMPLES = Text("&Examples…")
SAVE = Text("&Save")
SAVE_AS = Text("Save &as…")
PICTURE = Text("P&icture…")
FILM = Text("Fi&lm…")
REPORT = Text("&Report…")
WORKSHEET = Text("Work&sheet…")
PRINT = Text("&Print…")
CURVES_CSV = Text("&Curves as CSV…")
WEIGHTS_CSV = Text("&Weights as CSV…")
FOR_A_CLASS = Text("For a &class…")
QUIT = Text("&Quit")

UNDO = Text("&Undo")
REDO = Text("&Redo")
COPY = Text("&Copy as text")
PASTE_EXPERIMENT = Text("Paste &experiment")
DRAW = Text("&Draw points")
TABLE = Text("Points as a &table…")
PASTE_POINTS = Text("&Paste points…")
COLUMNS = Text("Columns of the &imported table…")
OPEN_POINTS = Text("&Open points (CSV)…")
SAVE_POINTS = Text("Sa&ve points (CSV)…")
KEEP_RUNS = Text("&Keep runs on this computer")
DELETE_RUNS = Text("Delete &all kept runs…")

PLAY = Text("&Play")
PAUSE = Text("&Pause")
STEP = Text("&Step")
STEP_EPOCH = Text("Step one &epoch")
STEP_BATCH = Text("Step one mini-&batch")
STEP_SAMPLE = Text("Step one s&ample")
SLOWER = Text("S&lower")
FASTER = Text("&Faster")
RESET = Text("&Reset: same starting weights")
NEW_START = Text("New starting &weights, same data")
WEIGHTS_TABLE = Text("Starting weights as a &table…")
NEW_DATA = Text("&New data and new starting weights")
MORE_SETTINGS = Text("&More training settings")
ADD_LAYER = Text("A&dd hidden layer")
REMOVE_LAYER = Text("Rem&ove hidden layer")

PLAY_BACK = Text("&Play back")
STOP_PLAYING_BACK = Text("Sto&p playing back")
STOP_GOING = Text("S&top training again")
TO_END = Text("Back to the &end")
GO_TO_EPOCH = Text("&Go to epoch…")
BEST_LOSS = Text("&Best loss")
LAST_DIVERGENCE = Text("Where it &diverged")
NEXT_MARK = Text("&Next mark")
PREVIOUS_MARK = Text("Previous &mark")
SHOW_LEFT_LINES = Text("&Show old lines")

BUILD = Text("&Build")
MATHS = Text("Mat&hs")
RUNS = Text("R&uns")
NEXT_MOMENT = Text("E&xplained step: next")
PREVIOUS_MOMENT = Text("Expla&ined step: back")
PROBE = Text("&Probe with the arrow keys")
ZOOM_IN = Text("Zoom &in")
ZOOM_OUT = Text("Zoom &out")
WHOLE_SQUARE = Text("Show &all the data")
LOG_LOSS = Text("&Logarithmic loss axis")
GRADIENT_CHECK = Text("&Gradient check")
NETWORK_OUTPUT = Text("Back to the network's &output")
NEXT_PANEL = Text("Go to the ne&xt panel")
PREVIOUS_PANEL = Text("Go to the pre&vious panel")
FULL_SCREEN = Text("&Full screen")
LARGER = Text("&Larger text")
SMALLER = Text("&Smaller text")
USUAL_SIZE = Text("&Normal text size")
SIZE = Text("{percent}%")
SYSTEM = Text("Same as &system")
REDUCE_MOTION = Text("Reduce &motion")
LIGHT = Text("&Light")
DARK = Text("&Dark")

USER_GUIDE = Text("&User guide")
KEYBOARD = Text("&Keyboard")
WHATS_THIS = Text("&What's this?")
ERROR_REPORT = Text("&Error report…")
ABOUT = Text("&About")
