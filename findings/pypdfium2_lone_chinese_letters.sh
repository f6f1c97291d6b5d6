# Guess: which characters a reader of text finds in a PDF does not depend on the fonts of the computer: the text is in the
# file, drawing it is another matter. It holds for lines of several characters, and for Latin letters and digits.
# PDFium leaves out each run of text whose letters have no size. Chinese PDFs name a font (STSong-Light) and do not bring it;
# where no Chinese font is installed (a container, a server) a Chinese character that is set alone is gone without a word,
# and all of them where a file sets character by character or turns its page. The amounts beside them stay.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q pypdfium2==5.15.2 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import ctypes
import sys
from importlib.metadata import version

import pypdfium2_raw as pdfium


def document(runs: list[tuple[int, int, str]]) -> bytes:
    """A page in the font that Chinese PDFs name; each run at its place."""
    shown = "\n".join(f"BT /F1 8 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in runs)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UCS2-H/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 7 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        "/Descent -120/CapHeight 880/StemV 93>>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size, start = len(objects) + 1, len(out)
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def text_of(data: bytes) -> str:
    opened = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    page = pdfium.FPDF_LoadPage(opened, 0)
    text = pdfium.FPDFText_LoadPage(page)
    count = pdfium.FPDFText_CountChars(text)
    return "".join(chr(pdfium.FPDFText_GetUnicode(text, at)) for at in range(count)).replace("\r\n", "|")


no_fonts = (ctypes.POINTER(ctypes.c_char) * 1)()  # an empty list of folders: as on a computer without any
config = pdfium.FPDF_LIBRARY_CONFIG(2, ctypes.cast(no_fonts, ctypes.POINTER(ctypes.POINTER(ctypes.c_char))), None, 0)
pdfium.FPDF_InitLibraryWithConfig(config)
print("pypdfium2", version("pypdfium2"))
together = text_of(document([(40, 700, "还款100.00"), (40, 688, "退款")]))
alone = text_of(document([(40, 700, "还"), (48, 700, "款"), (56, 700, "100.00")]))
print("set together:", together, "  one by one:", alone)
sys.exit(not ("还款100.00" in together and "退款" in together and alone == "100.00"))
PYTHON
# Here: `planner/importers/pdf.py:lost_in` finds the runs that are gone, and the person is told.
