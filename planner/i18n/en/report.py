"""Texts: a credit report that is read."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "error.report.empty": "There is nothing in this file",
    "error.report.not_text": "This is no text: save the credit report as PDF, HTML or text, or paste its text into a file",
    "error.report.pdf_extra": "Reading a PDF needs the extra “{extra}”: pip install 'planner[{extra}]'. Or paste the text of the report into a file",
    "error.report.pdf_locked": "This PDF is locked: its password is needed to read it",
    "error.report.pdf_password": "This is not the password of the PDF",
    "error.report.pdf_broken": "This PDF cannot be opened: it is damaged or incomplete. Download it again",
    "error.report.pdf_scanned": "The pages of this PDF ({n}) are pictures without text. Get the report as a text PDF, or run it through text recognition first",
    "error.report.unknown": "This is no brief credit report of the People's Bank, or its layout is not known. Looked for: {looked_for}",
    "error.report.several": "There are {n} reports in this file: read them one by one",
    "error.report.detailed": "This is the detailed version of the credit report (it says “{word}”); only the brief version can be read",
    "error.report.of_a_firm": "This is the credit report of a firm (it says “{word}”); only that of a person can be read, in its brief version",
    "error.report.bureau": "This is a report of {name}; only the brief report of the People's Bank's bureau can be read",
}
