"""The credit file (信用档案): scores, profile, report, inquiries and behaviour, as the person recorded them."""
