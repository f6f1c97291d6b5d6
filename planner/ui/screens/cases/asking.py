"""What is asked before something of a case is taken away."""

from __future__ import annotations

from planner.domain.cases.file import CaseFile, Evidence
from planner.i18n import t
from planner.ui.dialogs.confirm import Confirm
from planner.ui.host import Host


def ask_delete(app: Host, file: CaseFile) -> None:
    """Ask with what goes with it, then delete a case."""
    from planner.services import cases

    case = file.case

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: cases.delete(store, case.id), seen=case)

    told = {"title": case.title, "events": len(file.events), "papers": len(file.evidence)}
    app.push_screen(Confirm(t("case.ask_delete", **told)), answered)


def ask_remove(app: Host, paper: Evidence) -> None:
    """Ask, then take a paper out of its case; its file stays."""
    from planner.services import cases

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: cases.remove_evidence(store, paper.id), seen=paper)

    app.push_screen(Confirm(t("case.ask_remove", paper=paper.title)), answered)
