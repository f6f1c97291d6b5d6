"""How good a plan can be at best, proven with HiGHS (the extra ``proof``); without it plans keep a looser bound."""
