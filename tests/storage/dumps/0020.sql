BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0020');
CREATE TABLE allowance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    given_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    kind TEXT NOT NULL,
    part TEXT,
    due_on TEXT,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_allowance_given_on CHECK (date(given_on, '+0 days') IS given_on),
    CONSTRAINT ck_allowance_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_allowance_kind CHECK (kind IN ('refund', 'cashback', 'returned', 'waiver')),
    CONSTRAINT ck_allowance_part CHECK (part IN ('penalty', 'interest', 'fee', 'principal')),
    CONSTRAINT ck_allowance_due_on CHECK (date(due_on, '+0 days') IS due_on),
    CONSTRAINT fk_allowance_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "allowance" VALUES(1,3,'2026-10-01',576,'waiver','penalty','2026-08-15','[@click=app.quit]x[/]','2026-12-01T14:58:02Z');
INSERT INTO "allowance" VALUES(2,2,'2026-10-01',5000,'refund',NULL,NULL,'','2026-12-01T14:58:02Z');
CREATE TABLE arrangement (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_on TEXT,
    agreed_on TEXT,
    ended_on TEXT,
    agreed_with TEXT NOT NULL,
    channel TEXT NOT NULL,
    condition TEXT NOT NULL,
    from_on TEXT,
    until_on TEXT,
    terms INTEGER,
    amount_minor INTEGER,
    part TEXT,
    rate TEXT,
    rate_basis TEXT,
    bears_interest INTEGER NOT NULL,
    rows TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_arrangement_kind CHECK (kind IN ('deferral', 'interest_only', 'longer_term', 'new_instalments', 'reduced_settlement', 'waiver', 'suspended_interest')),
    CONSTRAINT ck_arrangement_state CHECK (state IN ('asked', 'agreed', 'refused', 'kept', 'broken')),
    CONSTRAINT ck_arrangement_asked_on CHECK (date(asked_on, '+0 days') IS asked_on),
    CONSTRAINT ck_arrangement_agreed_on CHECK (date(agreed_on, '+0 days') IS agreed_on),
    CONSTRAINT ck_arrangement_ended_on CHECK (date(ended_on, '+0 days') IS ended_on),
    CONSTRAINT ck_arrangement_from_on CHECK (date(from_on, '+0 days') IS from_on),
    CONSTRAINT ck_arrangement_until_on CHECK (date(until_on, '+0 days') IS until_on),
    CONSTRAINT ck_arrangement_terms CHECK (terms >= 1),
    CONSTRAINT ck_arrangement_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT ck_arrangement_part CHECK (part IN ('penalty', 'interest', 'fee', 'principal')),
    CONSTRAINT ck_arrangement_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_arrangement_rate_basis CHECK (rate_basis IN ('year', 'month', 'day', 'term', 'total')),
    CONSTRAINT ck_arrangement_bears_interest CHECK (bears_interest IN (0, 1)),
    CONSTRAINT ck_arrangement_rows CHECK (json_valid(rows)),
    CONSTRAINT ck_arrangement_rate_whole CHECK ((rate IS NULL) = (rate_basis IS NULL)),
    CONSTRAINT ck_arrangement_agreed CHECK (state IN ('asked', 'refused') OR agreed_on IS NOT NULL),
    CONSTRAINT fk_arrangement_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "arrangement" VALUES(1,3,'new_instalments','agreed','2026-10-01','2026-10-01',NULL,'[@click=app.quit]x[/]','95533','[@click=app.quit]x[/]','2027-01-15',NULL,2,NULL,NULL,'0.06','year',1,'[[1, "2027-01-15", 50000, 700, 0], [2, "2027-02-15", 50000, 0, 0]]','[@click=app.quit]x[/]','2026-12-01T14:58:02Z');
CREATE TABLE asset (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    value_minor INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_asset_name_noted_on UNIQUE (name, noted_on),
    CONSTRAINT ck_asset_name CHECK (name <> ''),
    CONSTRAINT ck_asset_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_asset_value_minor CHECK (value_minor >= 0)
)
STRICT
;
INSERT INTO "asset" VALUES(1,'[@click=app.quit]x[/]','2026-11-01',30000000,'','');
CREATE TABLE balance_reading (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	read_on TEXT NOT NULL, 
	balance_minor INTEGER NOT NULL, 
	entered_at TEXT NOT NULL, 
	CONSTRAINT ck_balance_reading_balance_minor CHECK (balance_minor >= 0), 
	CONSTRAINT ck_balance_reading_read_on CHECK (date(read_on, '+0 days') IS read_on), 
	CONSTRAINT fk_balance_reading_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE, 
	CONSTRAINT uq_balance_reading_loan_id_read_on UNIQUE (loan_id, read_on)
)
 STRICT

;
INSERT INTO "balance_reading" VALUES(1,2,'2026-10-20',200000,'2026-12-01T14:58:01Z');
INSERT INTO "balance_reading" VALUES(2,1,'2026-04-01',250000,'2026-12-01T14:58:02Z');
CREATE TABLE behaviour (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    done_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL,
    about TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_behaviour_done_on CHECK (date(done_on, '+0 days') IS done_on),
    CONSTRAINT ck_behaviour_kind CHECK (kind IN ('application', 'limit_check', 'login_burst', 'resisted')),
    CONSTRAINT ck_behaviour_outcome CHECK (outcome IN ('open', 'approved', 'refused', 'withdrawn')),
    CONSTRAINT ck_behaviour_times CHECK (times >= 1)
)
STRICT
;
INSERT INTO "behaviour" VALUES(1,'2026-11-20','limit_check',2,'借呗','open','','');
CREATE TABLE "card_plan" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	started_on TEXT NOT NULL, 
	principal_minor INTEGER NOT NULL, 
	terms INTEGER NOT NULL, 
	rate TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	fee_when TEXT NOT NULL, 
	at_end TEXT NOT NULL, 
	end_share TEXT NOT NULL, 
	ended_on TEXT, 
	note TEXT NOT NULL, 
	entered_at TEXT NOT NULL, source TEXT DEFAULT 'bill' NOT NULL CONSTRAINT ck_card_plan_source CHECK (source IN ('bill', 'unbilled', 'cash', 'purchase')), own_limit INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_card_plan_own_limit CHECK (own_limit IN (0, 1)), 
	CONSTRAINT ck_card_plan_started_on CHECK (date(started_on, '+0 days') IS started_on), 
	CONSTRAINT ck_card_plan_ended_on CHECK (date(ended_on, '+0 days') IS ended_on), 
	CONSTRAINT ck_card_plan_principal_minor CHECK (principal_minor >= 1), 
	CONSTRAINT ck_card_plan_terms CHECK (terms >= 1), 
	CONSTRAINT ck_card_plan_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'), 
	CONSTRAINT ck_card_plan_end_share CHECK (end_share GLOB '[0-9]*' AND end_share NOT GLOB '*[^0-9.]*' AND end_share NOT GLOB '*.*.*'), 
	CONSTRAINT ck_card_plan_basis CHECK (basis IN ('term', 'total')), 
	CONSTRAINT ck_card_plan_fee_when CHECK (fee_when IN ('first_term', 'per_term')), 
	CONSTRAINT ck_card_plan_at_end CHECK (at_end IN ('fees_stop', 'fees_due', 'share')), 
	CONSTRAINT fk_card_plan_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "card_plan" VALUES(1,2,'2026-10-01',60000,12,'0','term','per_term','fees_stop','0',NULL,'','2026-12-01T14:58:02Z','purchase',1);
INSERT INTO "card_plan" VALUES(2,2,'2026-11-02',90000,3,'0.025','total','per_term','fees_stop','0',NULL,'[@click=app.quit]x[/]','','unbilled',0);
CREATE TABLE case_event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL,
    happened_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    outcome TEXT,
    until_on TEXT,
    step TEXT NOT NULL,
    corrects INTEGER,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_event_happened_on CHECK (date(happened_on, '+0 days') IS happened_on),
    CONSTRAINT ck_case_event_kind CHECK (kind IN ('note', 'step', 'submitted', 'received', 'accepted', 'asked_more', 'supplied', 'not_accepted', 'answered', 'withdrawn', 'closed', 'void')),
    CONSTRAINT ck_case_event_word CHECK (word <> ''),
    CONSTRAINT ck_case_event_outcome CHECK (outcome IN ('granted', 'partly', 'refused')),
    CONSTRAINT ck_case_event_until_on CHECK (date(until_on, '+0 days') IS until_on),
    CONSTRAINT ck_case_event_answer CHECK ((outcome IS NOT NULL) = (kind = 'answered')),
    CONSTRAINT ck_case_event_of_step CHECK (step = '' OR kind = 'step'),
    CONSTRAINT fk_case_event_round_id_case_round FOREIGN KEY(round_id) REFERENCES case_round (id) ON DELETE CASCADE,
    CONSTRAINT fk_case_event_corrects_case_event FOREIGN KEY(corrects) REFERENCES case_event (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "case_event" VALUES(1,1,'2026-10-02','submitted','[@click=app.quit]x[/]',NULL,NULL,'',NULL,'');
INSERT INTO "case_event" VALUES(2,1,'2026-10-03','submitted','[@click=app.quit]x[/]',NULL,NULL,'',1,'');
INSERT INTO "case_event" VALUES(3,1,'2026-11-01','answered','[@click=app.quit]x[/]','refused','2026-11-20','',NULL,'');
INSERT INTO "case_event" VALUES(4,2,'2026-11-02','received','[@click=app.quit]x[/]',NULL,NULL,'',NULL,'');
INSERT INTO "case_event" VALUES(5,3,'2026-10-09','step','[@click=app.quit]x[/]',NULL,NULL,'certificate',NULL,'');
CREATE TABLE case_evidence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    added_on TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_evidence_title CHECK (title <> ''),
    CONSTRAINT ck_case_evidence_added_on CHECK (date(added_on, '+0 days') IS added_on),
    CONSTRAINT ck_case_evidence_size CHECK (size >= 0),
    CONSTRAINT ck_case_evidence_file CHECK ((path = '') = (size IS NULL)),
    CONSTRAINT fk_case_evidence_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "case_evidence" VALUES(1,1,'identity','[@click=app.quit]x[/]','2026-10-02','/tmp/[b','abababababababababababababababababababababababababababababababab',2000000000,'','');
INSERT INTO "case_evidence" VALUES(2,1,'','[@click=app.quit]x[/]','2026-10-02','','',NULL,'[@click=app.quit]x[/]','');
CREATE TABLE case_file (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    institution TEXT NOT NULL,
    loan_id INTEGER,
    facts TEXT NOT NULL,
    asks TEXT NOT NULL,
    point TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_file_kind CHECK (kind IN ('objection', 'appeal', 'arrangement', 'complaint', 'closeout')),
    CONSTRAINT ck_case_file_title CHECK (title <> ''),
    CONSTRAINT ck_case_file_opened_on CHECK (date(opened_on, '+0 days') IS opened_on),
    CONSTRAINT fk_case_file_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL
)
STRICT
;
INSERT INTO "case_file" VALUES(1,'objection','[@click=app.quit]x[/]','2026-10-01','[@click=app.quit]x[/]',1,'[@click=app.quit]x[/]','[@click=app.quit]x[/]','missing:loan:1','','');
INSERT INTO "case_file" VALUES(2,'closeout','[@click=app.quit]x[/]','2026-10-01','[@click=app.quit]x[/]',1,'','','','','');
CREATE TABLE case_letter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    made_on TEXT NOT NULL,
    text TEXT NOT NULL,
    told TEXT NOT NULL,
    wish TEXT NOT NULL,
    signed TEXT NOT NULL,
    contact TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_letter_made_on CHECK (date(made_on, '+0 days') IS made_on),
    CONSTRAINT ck_case_letter_text CHECK (text <> ''),
    CONSTRAINT ck_case_letter_told CHECK (told IS NULL OR json_valid(told)),
    CONSTRAINT ck_case_letter_wish CHECK (wish IN ('none', 'deferral', 'instalments', 'waiver')),
    CONSTRAINT uq_case_letter_round_id UNIQUE (round_id),
    CONSTRAINT ck_case_letter_language CHECK (language IN ('zh', 'en')),
    CONSTRAINT fk_case_letter_round_id_case_round FOREIGN KEY(round_id) REFERENCES case_round (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "case_letter" VALUES(1,2,'zh','2026-11-20','# [@click=app.quit]x[/]

[@click=app.quit]x[/]','{"loan.0.owed": ["money", "123456"]}','none','[@click=app.quit]x[/]','','');
CREATE TABLE case_round (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    channel TEXT NOT NULL,
    began_on TEXT NOT NULL,
    word TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_round_number CHECK (number >= 1),
    CONSTRAINT ck_case_round_began_on CHECK (date(began_on, '+0 days') IS began_on),
    CONSTRAINT uq_case_round_case_id_number UNIQUE (case_id, number),
    CONSTRAINT fk_case_round_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "case_round" VALUES(1,1,1,'lender','2026-10-01','','');
INSERT INTO "case_round" VALUES(2,1,2,'bureau','2026-11-02','[@click=app.quit]x[/]','');
INSERT INTO "case_round" VALUES(3,2,1,'','2026-10-01','','');
CREATE TABLE cash_reading (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_cash_reading_name_counted_on UNIQUE (name, counted_on),
    CONSTRAINT ck_cash_reading_name CHECK (name <> ''),
    CONSTRAINT ck_cash_reading_counted_on CHECK (date(counted_on, '+0 days') IS counted_on),
    CONSTRAINT ck_cash_reading_amount_minor CHECK (amount_minor >= 0)
)
STRICT
;
INSERT INTO "cash_reading" VALUES(1,'[@click=app.quit]x[/]','2026-11-23',250000,'😀🏦👨‍👩‍👧','2026-12-01T14:58:01Z');
CREATE TABLE collector_call (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    called_on TEXT NOT NULL,
    called_at TEXT NOT NULL,
    lender TEXT NOT NULL,
    caller TEXT NOT NULL,
    loan_id INTEGER,
    means TEXT NOT NULL,
    reached TEXT NOT NULL,
    said TEXT NOT NULL,
    promised_on TEXT,
    promised_minor INTEGER,
    case_id INTEGER,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_collector_call_called_on CHECK (date(called_on, '+0 days') IS called_on),
    CONSTRAINT ck_collector_call_lender CHECK (lender <> ''),
    CONSTRAINT ck_collector_call_means CHECK (means IN ('phone', 'message', 'visit', 'other')),
    CONSTRAINT ck_collector_call_reached CHECK (reached IN ('me', 'nobody', 'family', 'employer', 'other')),
    CONSTRAINT ck_collector_call_promised_on CHECK (date(promised_on, '+0 days') IS promised_on),
    CONSTRAINT ck_collector_call_promised_minor CHECK (promised_minor >= 1),
    CONSTRAINT ck_collector_call_at CHECK (called_at = '' OR (called_at GLOB '[0-2][0-9]:[0-5][0-9]' AND called_at < '24')),
    CONSTRAINT ck_collector_call_promise CHECK (promised_minor IS NULL OR promised_on IS NOT NULL),
    CONSTRAINT fk_collector_call_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL,
    CONSTRAINT fk_collector_call_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id) ON DELETE SET NULL
)
STRICT
;
INSERT INTO "collector_call" VALUES(1,'2026-11-20','22:00','[@click=app.quit]x[/]','[@click=app.quit]x[/]',1,'phone','me','[@click=app.quit]x[/]',NULL,NULL,1,'');
INSERT INTO "collector_call" VALUES(2,'2026-11-20','','[@click=app.quit]x[/]','',1,'phone','me','','2026-12-05',50000,NULL,'');
CREATE TABLE commitment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	review_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	loan_id INTEGER, 
	kind TEXT NOT NULL, 
	done_on TEXT, 
	CONSTRAINT ck_commitment_done_on CHECK (date(done_on, '+0 days') IS done_on), 
	CONSTRAINT fk_commitment_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL, 
	CONSTRAINT fk_commitment_review_id_review FOREIGN KEY(review_id) REFERENCES review (id) ON DELETE CASCADE, 
	CONSTRAINT uq_commitment_review_id_position UNIQUE (review_id, position)
)
 STRICT

;
INSERT INTO "commitment" VALUES(1,1,1,'还掉',1,'',NULL);
CREATE TABLE denial (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    said_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_denial_loan_id_due_on UNIQUE (loan_id, due_on),
    CONSTRAINT ck_denial_said_on CHECK (date(said_on, '+0 days') IS said_on),
    CONSTRAINT ck_denial_due_on CHECK (date(due_on, '+0 days') IS due_on),
    CONSTRAINT fk_denial_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "denial" VALUES(1,3,'2026-10-01','2026-09-15','2026-12-01T14:58:02Z');
CREATE TABLE "draw" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	drawn_on TEXT NOT NULL, 
	amount_minor INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	entered_at TEXT NOT NULL, kind TEXT DEFAULT 'plain' NOT NULL CONSTRAINT ck_draw_kind CHECK (kind IN ('plain', 'cash', 'fee', 'withdrawn')), posted_on TEXT CONSTRAINT ck_draw_posted_on CHECK (date(posted_on, '+0 days') IS posted_on), after_reading INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_draw_after_reading CHECK (after_reading IN (0, 1)), 
	CONSTRAINT ck_draw_amount_minor CHECK (amount_minor >= 1), 
	CONSTRAINT ck_draw_drawn_on CHECK (date(drawn_on, '+0 days') IS drawn_on), 
	CONSTRAINT fk_draw_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "draw" VALUES(1,1,'2026-02-01',100000,'😀🏦👨‍👩‍👧','2026-12-01T14:58:01Z','plain',NULL,0);
INSERT INTO "draw" VALUES(2,1,'2026-02-02',100000,'😀🏦👨‍👩‍👧','2026-12-01T14:58:01Z','plain',NULL,0);
INSERT INTO "draw" VALUES(3,1,'2026-02-03',100000,'😀🏦👨‍👩‍👧','2026-12-01T14:58:02Z','plain',NULL,0);
CREATE TABLE import_batch (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	file_name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	format TEXT NOT NULL, 
	imported_at TEXT NOT NULL, 
	row_count INTEGER NOT NULL, 
	CONSTRAINT ck_import_batch_row_count CHECK (row_count >= 0)
)
 STRICT

;
INSERT INTO "import_batch" VALUES(1,'账单.csv','ab','alipay','',2);
CREATE TABLE import_line (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	batch_id INTEGER NOT NULL, 
	source_key TEXT NOT NULL, 
	row_number INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	draw_id INTEGER, 
	repayment_id INTEGER, 
	CONSTRAINT ck_import_line_outcome CHECK (outcome <> ''), 
	CONSTRAINT ck_import_line_source_key CHECK (source_key <> ''), 
	CONSTRAINT fk_import_line_batch_id_import_batch FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE CASCADE, 
	CONSTRAINT fk_import_line_draw_id_draw FOREIGN KEY(draw_id) REFERENCES draw (id) ON DELETE SET NULL, 
	CONSTRAINT fk_import_line_repayment_id_repayment FOREIGN KEY(repayment_id) REFERENCES repayment (id) ON DELETE SET NULL
)
 STRICT

;
INSERT INTO "import_line" VALUES(1,1,'k1',1,'used',1,NULL);
INSERT INTO "import_line" VALUES(2,1,'k2',2,'used',NULL,1);
CREATE TABLE import_rule (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    party TEXT NOT NULL,
    pay TEXT NOT NULL,
    goods TEXT NOT NULL,
    says TEXT NOT NULL,
    loan_id INTEGER,
    terms INTEGER,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_import_rule_some CHECK (party <> '' OR pay <> '' OR goods <> ''),
    CONSTRAINT ck_import_rule_none CHECK (says <> 'none' OR loan_id IS NULL),
    CONSTRAINT ck_import_rule_file CHECK (says <> 'file' OR loan_id IS NOT NULL),
    CONSTRAINT ck_import_rule_of_purchase CHECK (terms IS NULL OR says = 'purchase'),
    CONSTRAINT ck_import_rule_says CHECK (says IN ('file', 'repayment', 'draw', 'purchase', 'refund', 'none')),
    CONSTRAINT ck_import_rule_terms CHECK (terms BETWEEN 2 AND 60),
    CONSTRAINT fk_import_rule_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "import_rule" VALUES(1,'[/]','','','repayment',1,NULL,'');
INSERT INTO "import_rule" VALUES(2,'早饭','','','none',NULL,NULL,'');
CREATE TABLE income (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	from_on TEXT NOT NULL, 
	monthly_minor INTEGER NOT NULL, 
	entered_at TEXT NOT NULL, day INTEGER CONSTRAINT ck_income_day CHECK (day BETWEEN 1 AND 31), shift TEXT DEFAULT 'none' NOT NULL CONSTRAINT ck_income_shift CHECK (shift IN ('none', 'next', 'previous')), certain INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_income_certain CHECK (certain IN (0, 1)), 
	CONSTRAINT ck_income_from_on CHECK (date(from_on, '+0 days') IS from_on), 
	CONSTRAINT ck_income_monthly_minor CHECK (monthly_minor >= 0), 
	CONSTRAINT uq_income_name_from_on UNIQUE (name, from_on)
)
 STRICT

;
INSERT INTO "income" VALUES(1,'工资','2026-01-01',1250000,'2026-12-01T14:58:01Z',NULL,'none',1);
INSERT INTO "income" VALUES(2,'[/]','2026-01-01',200000,'2026-12-01T14:58:01Z',10,'previous',0);
CREATE TABLE inquiry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    made_on TEXT NOT NULL,
    institution TEXT NOT NULL,
    reason TEXT NOT NULL,
    check_id INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL, unknown INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_inquiry_unknown CHECK (unknown IN (0, 1)),
    CONSTRAINT ck_inquiry_institution CHECK (institution <> ''),
    CONSTRAINT ck_inquiry_reason CHECK (reason <> ''),
    CONSTRAINT ck_inquiry_made_on CHECK (date(made_on, '+0 days') IS made_on),
    CONSTRAINT fk_inquiry_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE SET NULL
)
STRICT
;
INSERT INTO "inquiry" VALUES(1,'2026-09-30','[@click=app.quit]x[/]','loan_approval',1,'','',1);
CREATE TABLE kept_answer (
    day TEXT NOT NULL,
    form TEXT NOT NULL,
    language TEXT NOT NULL,
    made TEXT NOT NULL,
    shape INTEGER NOT NULL,
    told BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (day, form, language)
)
STRICT
;
CREATE TABLE kept_day (
    loan_id INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    answers TEXT NOT NULL,
    met BLOB,
    met_size INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (loan_id, from_on)
)
STRICT
;
CREATE TABLE kept_standing (
    loan_id INTEGER NOT NULL PRIMARY KEY,
    stamp INTEGER NOT NULL,
    made TEXT NOT NULL,
    until_on TEXT NOT NULL,
    calendar INTEGER NOT NULL,
    months TEXT NOT NULL,
    met BLOB NOT NULL
)
STRICT
;
CREATE TABLE legal_move (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    moved_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    creditor TEXT NOT NULL,
    amount_minor INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_legal_move_moved_on CHECK (date(moved_on, '+0 days') IS moved_on),
    CONSTRAINT ck_legal_move_kind CHECK (kind IN ('written_off', 'sold', 'collection', 'guarantor_paid', 'insurer_paid', 'frozen', 'released')),
    CONSTRAINT ck_legal_move_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT fk_legal_move_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "legal_move" VALUES(1,1,'2026-10-01','sold','[@click=app.quit]x[/]',250000,'[@click=app.quit]x[/]','2026-12-01T14:58:02Z');
CREATE TABLE lender (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	institution TEXT NOT NULL, 
	preset TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT ck_lender_kind CHECK (kind IN ('bank', 'consumer_finance', 'micro_lender', 'other_licensed', 'private')), 
	CONSTRAINT ck_lender_name CHECK (name <> ''), 
	CONSTRAINT uq_lender_name UNIQUE (name)
)
 STRICT

;
INSERT INTO "lender" VALUES(1,'[@click=app.quit]x[/]','micro_lender','某小额贷款公司','','');
INSERT INTO "lender" VALUES(2,'蚂蚁','bank','','','');
INSERT INTO "lender" VALUES(3,'某某银行','bank','某某银行股份有限公司','','');
CREATE TABLE living_cost (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    day INTEGER NOT NULL,
    monthly_minor INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_living_cost_name CHECK (name <> ''),
    CONSTRAINT ck_living_cost_day CHECK (day BETWEEN 1 AND 31),
    CONSTRAINT ck_living_cost_monthly_minor CHECK (monthly_minor >= 1),
    CONSTRAINT ck_living_cost_from_on CHECK (date(from_on, '+0 days') IS from_on),
    CONSTRAINT ck_living_cost_until_on CHECK (date(until_on, '+0 days') IS until_on)
)
STRICT
;
INSERT INTO "living_cost" VALUES(1,'房租',5,180000,'2026-01-01','2027-12-31','','2026-12-01T14:58:01Z');
CREATE TABLE "loan" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	lender_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	method TEXT NOT NULL, 
	start_on TEXT NOT NULL, 
	principal_minor INTEGER NOT NULL, 
	rate TEXT NOT NULL, 
	rate_basis TEXT NOT NULL, 
	rate_confirmed INTEGER NOT NULL, 
	terms INTEGER, 
	every TEXT NOT NULL, 
	first_due_on TEXT, 
	due_day INTEGER, 
	end_on TEXT, 
	day_count TEXT NOT NULL, 
	paid_terms INTEGER NOT NULL, 
	grace_days INTEGER NOT NULL, 
	prepayment TEXT NOT NULL, 
	prepayment_fee TEXT NOT NULL, 
	excess TEXT NOT NULL, 
	limit_minor INTEGER, 
	statement_day INTEGER, 
	product TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	settled_on TEXT, 
	closed_on TEXT, 
	checked_on TEXT, 
	note TEXT NOT NULL, 
	entered_at TEXT NOT NULL, on_rate_change TEXT DEFAULT 'lower_payment' NOT NULL CONSTRAINT ck_loan_on_rate_change CHECK (on_rate_change IN ('lower_payment', 'shorter_term')), interest_only_terms INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_interest_only_terms CHECK (interest_only_terms >= 0), rounding TEXT DEFAULT 'half_up' NOT NULL CONSTRAINT ck_loan_rounding CHECK (rounding IN ('half_up', 'half_even', 'up', 'down')), remainder TEXT DEFAULT 'last' NOT NULL CONSTRAINT ck_loan_remainder CHECK (remainder IN ('last', 'first')), application TEXT DEFAULT 'penalty,interest,fee,principal' NOT NULL CONSTRAINT ck_loan_application CHECK (application IN ('penalty,interest,fee,principal', 'penalty,interest,principal,fee', 'penalty,fee,interest,principal', 'penalty,fee,principal,interest', 'penalty,principal,interest,fee', 'penalty,principal,fee,interest', 'interest,penalty,fee,principal', 'interest,penalty,principal,fee', 'interest,fee,penalty,principal', 'interest,fee,principal,penalty', 'interest,principal,penalty,fee', 'interest,principal,fee,penalty', 'fee,penalty,interest,principal', 'fee,penalty,principal,interest', 'fee,interest,penalty,principal', 'fee,interest,principal,penalty', 'fee,principal,penalty,interest', 'fee,principal,interest,penalty', 'principal,penalty,interest,fee', 'principal,penalty,fee,interest', 'principal,interest,penalty,fee', 'principal,interest,fee,penalty', 'principal,fee,penalty,interest', 'principal,fee,interest,penalty')), penalty_rate TEXT CONSTRAINT ck_loan_penalty_rate CHECK (penalty_rate GLOB '[0-9]*' AND penalty_rate NOT GLOB '*[^0-9.]*' AND penalty_rate NOT GLOB '*.*.*'), penalty_basis TEXT CONSTRAINT ck_loan_penalty_basis CHECK (penalty_basis IN ('times', 'day')), penalty_on TEXT CONSTRAINT ck_loan_penalty_on CHECK (penalty_on IN ('principal', 'amount')) CONSTRAINT ck_loan_penalty CHECK ((penalty_rate IS NULL) = (penalty_basis IS NULL) AND (penalty_rate IS NULL) = (penalty_on IS NULL)), disclosed_rate TEXT CONSTRAINT ck_loan_disclosed_rate CHECK (disclosed_rate GLOB '[0-9]*' AND disclosed_rate NOT GLOB '*[^0-9.]*' AND disclosed_rate NOT GLOB '*.*.*'), disclosed_basis TEXT CONSTRAINT ck_loan_disclosed_basis CHECK (disclosed_basis IN ('nominal', 'effective')) CONSTRAINT ck_loan_disclosed CHECK ((disclosed_rate IS NULL) = (disclosed_basis IS NULL)), due_after_days INTEGER CONSTRAINT ck_loan_due_after_days CHECK (due_after_days >= 1), statement_included INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_loan_statement_included CHECK (statement_included IN (0, 1)), tolerance_minor INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_tolerance_minor CHECK (tolerance_minor >= 0), card_interest TEXT DEFAULT 'none' NOT NULL CONSTRAINT ck_loan_card_interest CHECK (card_interest IN ('none', 'full', 'unpaid', 'after_due')), minimum_rule TEXT DEFAULT 'none' NOT NULL CONSTRAINT ck_loan_minimum_rule CHECK (minimum_rule IN ('none', 'share', 'fixed', 'interest_share')), minimum_share TEXT CONSTRAINT ck_loan_minimum_share CHECK (minimum_share GLOB '[0-9]*' AND minimum_share NOT GLOB '*[^0-9.]*' AND minimum_share NOT GLOB '*.*.*'), minimum_minor INTEGER CONSTRAINT ck_loan_minimum_minor CHECK (minimum_minor >= 0), late_fee_share TEXT CONSTRAINT ck_loan_late_fee_share CHECK (late_fee_share GLOB '[0-9]*' AND late_fee_share NOT GLOB '*[^0-9.]*' AND late_fee_share NOT GLOB '*.*.*'), late_fee_minor INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_late_fee_minor CHECK (late_fee_minor >= 0), cash_fee_share TEXT CONSTRAINT ck_loan_cash_fee_share CHECK (cash_fee_share GLOB '[0-9]*' AND cash_fee_share NOT GLOB '*[^0-9.]*' AND cash_fee_share NOT GLOB '*.*.*'), cash_fee_minor INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_cash_fee_minor CHECK (cash_fee_minor >= 0), limit_group TEXT DEFAULT '' NOT NULL, institution TEXT DEFAULT '' NOT NULL, closing_on TEXT CONSTRAINT ck_loan_closing_on CHECK (date(closing_on, '+0 days') IS closing_on), opening_known INTEGER DEFAULT 1 NOT NULL CONSTRAINT ck_loan_opening_known CHECK (opening_known IN (0, 1)), yuan_rate TEXT CONSTRAINT ck_loan_yuan_rate CHECK (yuan_rate GLOB '[0-9]*' AND yuan_rate NOT GLOB '*[^0-9.]*' AND yuan_rate NOT GLOB '*.*.*'), prepay_from TEXT CONSTRAINT ck_loan_prepay_from CHECK (date(prepay_from, '+0 days') IS prepay_from), month_end INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_month_end CHECK (month_end IN (0, 1)), shortfall_minor INTEGER DEFAULT 100 NOT NULL CONSTRAINT ck_loan_shortfall_minor CHECK (shortfall_minor >= 0), auto_debit INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_auto_debit CHECK (auto_debit IN (0, 1)), due_shift TEXT DEFAULT 'none' NOT NULL CONSTRAINT ck_loan_due_shift CHECK (due_shift IN ('none', 'next', 'previous')), first_by_days INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_first_by_days CHECK (first_by_days IN (0, 1)), payment_minor INTEGER CONSTRAINT ck_loan_payment_minor CHECK (payment_minor >= 1), offset_minor INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_offset_minor CHECK (offset_minor >= 0), line_id INTEGER, paid_counted_on TEXT CONSTRAINT ck_loan_paid_counted_on CHECK (date(paid_counted_on, '+0 days') IS paid_counted_on), prepayment_steps TEXT DEFAULT '' NOT NULL CONSTRAINT ck_loan_prepayment_steps CHECK (prepayment_steps NOT GLOB '*[^a-z0-9.; ]*'), prepay_on TEXT DEFAULT 'any' NOT NULL CONSTRAINT ck_loan_prepay_on CHECK (prepay_on IN ('any', 'with_instalment')), 
	CONSTRAINT ck_loan_currency CHECK (currency <> ''), 
	CONSTRAINT ck_loan_day_count CHECK (day_count IN ('30/360', 'act/360', 'act/365', 'act/act')), 
	CONSTRAINT ck_loan_every CHECK (every IN ('week', 'fortnight', 'month', 'quarter', 'half_year', 'year')), 
	CONSTRAINT ck_loan_excess CHECK (excess IN ('shorter_term', 'lower_payment', 'next_instalment')), 
	CONSTRAINT ck_loan_method CHECK (method IN ('level_payment', 'equal_principal', 'interest_only', 'bullet', 'flat_fee', 'revolving', 'card')), 
	CONSTRAINT ck_loan_prepayment CHECK (prepayment IN ('free', 'fee_share', 'no_saving', 'full_only', 'not_allowed')), 
	CONSTRAINT ck_loan_prepayment_fee CHECK (prepayment_fee GLOB '[0-9]*' AND prepayment_fee NOT GLOB '*[^0-9.]*' AND prepayment_fee NOT GLOB '*.*.*'), 
	CONSTRAINT ck_loan_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'), 
	CONSTRAINT ck_loan_rate_basis CHECK (rate_basis IN ('year', 'month', 'day', 'term', 'total')), 
	CONSTRAINT ck_loan_checked_on CHECK (date(checked_on, '+0 days') IS checked_on), 
	CONSTRAINT ck_loan_closed_on CHECK (date(closed_on, '+0 days') IS closed_on), 
	CONSTRAINT ck_loan_end_on CHECK (date(end_on, '+0 days') IS end_on), 
	CONSTRAINT ck_loan_first_due_on CHECK (date(first_due_on, '+0 days') IS first_due_on), 
	CONSTRAINT ck_loan_settled_on CHECK (date(settled_on, '+0 days') IS settled_on), 
	CONSTRAINT ck_loan_start_on CHECK (date(start_on, '+0 days') IS start_on), 
	CONSTRAINT ck_loan_due_day CHECK (due_day BETWEEN 1 AND 31), 
	CONSTRAINT ck_loan_grace_days CHECK (grace_days >= 0), 
	CONSTRAINT ck_loan_limit_minor CHECK (limit_minor >= 0), 
	CONSTRAINT ck_loan_paid_terms CHECK (paid_terms >= 0), 
	CONSTRAINT ck_loan_principal_minor CHECK (principal_minor >= 0), 
	CONSTRAINT ck_loan_rate_confirmed CHECK (rate_confirmed IN (0, 1)), 
	CONSTRAINT ck_loan_statement_day CHECK (statement_day BETWEEN 1 AND 31), 
	CONSTRAINT ck_loan_terms CHECK (terms >= 1), 
	CONSTRAINT fk_loan_lender_id_lender FOREIGN KEY(lender_id) REFERENCES lender (id), CONSTRAINT fk_loan_line_id_loan FOREIGN KEY(line_id) REFERENCES loan (id) ON DELETE SET NULL
)
 STRICT

;
INSERT INTO "loan" VALUES(1,1,'借呗','revolving','2026-01-05',0,'0.0005','day',1,NULL,'month',NULL,20,NULL,'act/360',0,0,'free','0','shorter_term',5000000,NULL,'','CNY',NULL,NULL,'2026-04-01','','2026-12-01T14:58:01Z','lower_payment',0,'half_up','last','penalty,interest,fee,principal',NULL,NULL,NULL,NULL,NULL,NULL,1,0,'none','none',NULL,NULL,NULL,0,NULL,0,'','',NULL,1,NULL,NULL,0,100,0,'none',0,NULL,0,NULL,NULL,'','any');
INSERT INTO "loan" VALUES(2,2,'花呗','card','2026-01-01',0,'0.0005','day',1,NULL,'month',NULL,10,NULL,'act/360',0,0,'free','0','shorter_term',1000000,1,'','CNY',NULL,NULL,'2026-10-20','','2026-12-01T14:58:01Z','lower_payment',0,'half_up','last','penalty,interest,fee,principal',NULL,NULL,NULL,NULL,NULL,NULL,1,0,'none','none',NULL,NULL,NULL,0,NULL,0,'','',NULL,0,NULL,NULL,0,100,0,'none',0,NULL,0,NULL,NULL,'','any');
INSERT INTO "loan" VALUES(3,3,'[/]','level_payment','2026-06-15',1200000,'0.12','year',1,12,'month','2026-07-15',15,NULL,'30/360',0,0,'fee_share','0','shorter_term',NULL,NULL,'','CNY',NULL,NULL,'2026-11-23','第一行
第二行','2026-12-01T14:58:01Z','lower_payment',0,'half_up','last','penalty,interest,fee,principal',NULL,NULL,NULL,NULL,NULL,NULL,1,0,'none','none',NULL,NULL,NULL,0,NULL,0,'','',NULL,1,NULL,NULL,0,100,1,'none',0,NULL,1,1,NULL,'share 0.03 term 12; interest 1 term 24','with_instalment');
CREATE TABLE "loan_fee" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	charged TEXT NOT NULL, 
	amount_minor INTEGER, 
	share TEXT, 
	kind TEXT DEFAULT 'service' NOT NULL, 
	payee TEXT DEFAULT '' NOT NULL, 
	stops INTEGER DEFAULT 1 NOT NULL, from_on TEXT CONSTRAINT ck_loan_fee_from_on CHECK (date(from_on, '+0 days') IS from_on), until_on TEXT CONSTRAINT ck_loan_fee_until_on CHECK (date(until_on, '+0 days') IS until_on), on_remaining INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_loan_fee_on_remaining CHECK (on_remaining IN (0, 1)), 
	CONSTRAINT ck_loan_fee_charged CHECK (charged IN ('upfront', 'first_term', 'per_term', 'yearly')), 
	CONSTRAINT ck_loan_fee_share CHECK (share GLOB '[0-9]*' AND share NOT GLOB '*[^0-9.]*' AND share NOT GLOB '*.*.*'), 
	CONSTRAINT ck_loan_fee_amount_or_share CHECK ((amount_minor IS NULL) <> (share IS NULL)), 
	CONSTRAINT ck_loan_fee_amount_minor CHECK (amount_minor >= 0), 
	CONSTRAINT ck_loan_fee_kind CHECK (kind IN ('service', 'guarantee', 'insurance', 'membership', 'annual', 'other')), 
	CONSTRAINT ck_loan_fee_stops CHECK (stops IN (0, 1)), 
	CONSTRAINT fk_loan_fee_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE, 
	CONSTRAINT uq_loan_fee_loan_id_position UNIQUE (loan_id, position)
)
 STRICT

;
INSERT INTO "loan_fee" VALUES(1,3,0,'手续费','upfront',5000,NULL,'service','',1,NULL,NULL,0);
INSERT INTO "loan_fee" VALUES(2,3,1,'担保费','per_term',NULL,'0.0012','service','',1,NULL,NULL,0);
INSERT INTO "loan_fee" VALUES(3,3,2,'保险费','per_term',NULL,'0.001','service','',1,'2026-09-15',NULL,1);
CREATE TABLE negative_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    institution TEXT NOT NULL,
    kind TEXT NOT NULL,
    began_on TEXT NOT NULL,
    ended_on TEXT,
    amount_minor INTEGER,
    worst_days INTEGER,
    loan_id INTEGER,
    check_id INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_negative_entry_institution CHECK (institution <> ''),
    CONSTRAINT ck_negative_entry_kind CHECK (kind IN ('overdue', 'bad_debt', 'guarantor_paid', 'asset_disposal', 'public')),
    CONSTRAINT ck_negative_entry_began_on CHECK (date(began_on, '+0 days') IS began_on),
    CONSTRAINT ck_negative_entry_ended_on CHECK (date(ended_on, '+0 days') IS ended_on),
    CONSTRAINT ck_negative_entry_order CHECK (ended_on >= began_on),
    CONSTRAINT ck_negative_entry_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT ck_negative_entry_worst_days CHECK (worst_days >= 0),
    CONSTRAINT fk_negative_entry_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL,
    CONSTRAINT fk_negative_entry_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE SET NULL
)
STRICT
;
INSERT INTO "negative_entry" VALUES(1,'[@click=app.quit]x[/]','overdue','2024-02-01','2024-02-29',80000,28,1,1,'','');
CREATE TABLE offer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    lender TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    method TEXT NOT NULL,
    terms INTEGER NOT NULL,
    rate TEXT NOT NULL,
    rate_basis TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    institution TEXT NOT NULL,
    name TEXT NOT NULL,
    promised_on TEXT,
    until_on TEXT,
    limit_minor INTEGER,
    disclosed_rate TEXT,
    disclosed_basis TEXT,
    subsidy TEXT NOT NULL,
    subsidy_until TEXT,
    prepayment_fee TEXT,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    promo_terms INTEGER,
    later_rate TEXT,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_offer_lender CHECK (lender <> ''),
    CONSTRAINT ck_offer_kind CHECK (kind IN ('bank', 'consumer_finance', 'micro_lender', 'other_licensed', 'private')),
    CONSTRAINT ck_offer_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_offer_method CHECK (method IN ('level_payment', 'equal_principal', 'interest_only', 'bullet', 'flat_fee')),
    CONSTRAINT ck_offer_terms CHECK (terms BETWEEN 1 AND 360),
    CONSTRAINT ck_offer_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_rate_basis CHECK (rate_basis IN ('year', 'month', 'day', 'term', 'total')),
    CONSTRAINT ck_offer_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_offer_promised_on CHECK (date(promised_on, '+0 days') IS promised_on),
    CONSTRAINT ck_offer_until_on CHECK (date(until_on, '+0 days') IS until_on),
    CONSTRAINT ck_offer_limit_minor CHECK (limit_minor >= 0),
    CONSTRAINT ck_offer_disclosed_rate CHECK (disclosed_rate GLOB '[0-9]*' AND disclosed_rate NOT GLOB '*[^0-9.]*' AND disclosed_rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_disclosed_basis CHECK (disclosed_basis IN ('nominal', 'effective')),
    CONSTRAINT ck_offer_subsidy CHECK (subsidy GLOB '[0-9]*' AND subsidy NOT GLOB '*[^0-9.]*' AND subsidy NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_subsidy_until CHECK (date(subsidy_until, '+0 days') IS subsidy_until),
    CONSTRAINT ck_offer_prepayment_fee CHECK (prepayment_fee GLOB '[0-9]*' AND prepayment_fee NOT GLOB '*[^0-9.]*' AND prepayment_fee NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_state CHECK (state IN ('open', 'taken', 'declined')),
    CONSTRAINT ck_offer_promo_terms CHECK (promo_terms BETWEEN 1 AND 360),
    CONSTRAINT ck_offer_later_rate CHECK (later_rate GLOB '[0-9]*' AND later_rate NOT GLOB '*[^0-9.]*' AND later_rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_disclosed CHECK ((disclosed_rate IS NULL) = (disclosed_basis IS NULL))
)
STRICT
;
INSERT INTO "offer" VALUES(1,'[@click=app.quit]x[/]','consumer_finance',3000000,'level_payment',24,'0.0005','day','2026-11-20','[@click=app.quit]x[/]','置换','2026-11-20','2026-12-31',4000000,'0.18','nominal','0.01','2026-12-31','0.02','open','[@click=app.quit]x[/]',3,'0.0006','2026-12-01T14:58:02Z');
CREATE TABLE offer_fee (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    offer_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    charged TEXT NOT NULL,
    amount_minor INTEGER,
    share TEXT,
    stops INTEGER NOT NULL,
    CONSTRAINT ck_offer_fee_charged CHECK (charged IN ('upfront', 'own_money', 'first_term', 'per_term', 'on_remaining', 'yearly')),
    CONSTRAINT ck_offer_fee_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT ck_offer_fee_share CHECK (share GLOB '[0-9]*' AND share NOT GLOB '*[^0-9.]*' AND share NOT GLOB '*.*.*'),
    CONSTRAINT ck_offer_fee_stops CHECK (stops IN (0, 1)),
    CONSTRAINT uq_offer_fee_offer_id_position UNIQUE (offer_id, position),
    CONSTRAINT ck_offer_fee_amount_or_share CHECK ((amount_minor IS NULL) <> (share IS NULL)),
    CONSTRAINT fk_offer_fee_offer_id_offer FOREIGN KEY(offer_id) REFERENCES offer (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "offer_fee" VALUES(1,1,0,'[@click=app.quit]x[/]','upfront',NULL,'0.01',1);
INSERT INTO "offer_fee" VALUES(2,1,1,'','own_money',20000,NULL,0);
CREATE TABLE operation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code TEXT NOT NULL, 
	params TEXT NOT NULL, 
	at TEXT NOT NULL, 
	topics TEXT NOT NULL, 
	changes TEXT, 
	undone INTEGER NOT NULL, 
	revision TEXT NOT NULL, 
	CONSTRAINT ck_operation_code CHECK (code <> ''), 
	CONSTRAINT ck_operation_changes CHECK (changes IS NULL OR json_valid(changes)), 
	CONSTRAINT ck_operation_params CHECK (params IS NULL OR json_valid(params)), 
	CONSTRAINT ck_operation_topics CHECK (topics IS NULL OR json_valid(topics)), 
	CONSTRAINT ck_operation_undone CHECK (undone IN (0, 1))
)
 STRICT

;
INSERT INTO "operation" VALUES(1,'loan.add','{"loan": "[@click=app.quit]x[/] 借呗"}','2026-12-01T14:58:01Z','["loans"]','[["lender",null,[1,"[@click=app.quit]x[/]","micro_lender","某小额贷款公司","",""]],["loan",null,[1,1,"借呗","revolving","2026-01-05",0,"0.0005","day",1,null,"month",null,20,null,"act/360",0,0,"free","0","shorter_term",5000000,null,"","CNY",null,null,null,"","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,1,null,null,0,100,0,"none",0,null,0,null,null,"","any"]]]',0,'0020');
INSERT INTO "operation" VALUES(2,'loan.add','{"loan": "蚂蚁 花呗"}','2026-12-01T14:58:01Z','["loans", "repayments"]','[["lender",null,[2,"蚂蚁","bank","","",""]],["loan",null,[2,2,"花呗","card","2026-01-01",0,"0.0005","day",1,null,"month",null,10,null,"act/360",0,0,"free","0","shorter_term",1000000,1,"","CNY",null,null,null,"","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,0,null,null,0,100,0,"none",0,null,0,null,null,"","any"]],["balance_reading",null,[1,2,"2026-10-20",200000,"2026-12-01T14:58:01Z"]],["loan",[2,2,"花呗","card","2026-01-01",0,"0.0005","day",1,null,"month",null,10,null,"act/360",0,0,"free","0","shorter_term",1000000,1,"","CNY",null,null,null,"","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,0,null,null,0,100,0,"none",0,null,0,null,null,"","any"],[2,2,"花呗","card","2026-01-01",0,"0.0005","day",1,null,"month",null,10,null,"act/360",0,0,"free","0","shorter_term",1000000,1,"","CNY",null,null,"2026-10-20","","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,0,null,null,0,100,0,"none",0,null,0,null,null,"","any"]]]',0,'0020');
INSERT INTO "operation" VALUES(3,'loan.add','{"loan": "某某银行 [/]"}','2026-12-01T14:58:01Z','["loans"]','[["lender",null,[3,"某某银行","bank","某某银行股份有限公司","",""]],["loan",null,[3,3,"[/]","level_payment","2026-06-15",1200000,"0.12","year",1,12,"month","2026-07-15",15,null,"30/360",0,0,"fee_share","0","shorter_term",null,null,"","CNY",null,null,null,"第一行\n第二行","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,1,null,null,0,100,1,"none",0,null,1,1,null,"share 0.03 term 12; interest 1 term 24","with_instalment"]],["loan_fee",null,[1,3,0,"手续费","upfront",5000,null,"service","",1,null,null,0]],["loan_fee",null,[2,3,1,"担保费","per_term",null,"0.0012","service","",1,null,null,0]],["loan_fee",null,[3,3,2,"保险费","per_term",null,"0.001","service","",1,"2026-09-15",null,1]],["pinned_instalment",null,[1,3,1,"2026-07-16",95000,12000,0]]]',0,'0020');
INSERT INTO "operation" VALUES(4,'loan.rate_change','{"from_on": "2027-01-01", "loan": "某某银行 [/]"}','2026-12-01T14:58:01Z','["loans"]','[["rate_change",null,[1,3,"2027-01-01","0.0355","year","[@click=app.quit]x[/]"]]]',0,'0020');
INSERT INTO "operation" VALUES(5,'settings.put','{}','2026-12-01T14:58:01Z','["settings"]','[["setting",null,[1,"language","zh"]],["setting",null,[2,"review_day","6"]]]',0,'0020');
INSERT INTO "operation" VALUES(6,'income.add','{"monthly_minor": 1250000, "name": "工资"}','2026-12-01T14:58:01Z','["income"]','[["income",null,[1,"工资","2026-01-01",1250000,"2026-12-01T14:58:01Z",null,"none",1]]]',0,'0020');
INSERT INTO "operation" VALUES(7,'income.add','{"monthly_minor": 200000, "name": "[/]"}','2026-12-01T14:58:01Z','["income"]','[["income",null,[2,"[/]","2026-01-01",200000,"2026-12-01T14:58:01Z",10,"previous",0]]]',0,'0020');
INSERT INTO "operation" VALUES(8,'cash.reading_add','{"amount_minor": 250000, "name": "[@click=app.quit]x[/]"}','2026-12-01T14:58:01Z','["cash"]','[["cash_reading",null,[1,"[@click=app.quit]x[/]","2026-11-23",250000,"😀🏦👨‍👩‍👧","2026-12-01T14:58:01Z"]]]',0,'0020');
INSERT INTO "operation" VALUES(9,'cash.single_add','{"amount_minor": 60000, "name": "退税"}','2026-12-01T14:58:01Z','["cash"]','[["single_income",null,[1,"退税","2027-03-01",60000,0,"","2026-12-01T14:58:01Z"]]]',0,'0020');
INSERT INTO "operation" VALUES(10,'cash.living_add','{"amount_minor": 180000, "name": "房租"}','2026-12-01T14:58:01Z','["cash"]','[["living_cost",null,[1,"房租",5,180000,"2026-01-01","2027-12-31","","2026-12-01T14:58:01Z"]]]',0,'0020');
INSERT INTO "operation" VALUES(11,'draw.add','{"amount_minor": 100000, "loan": "[@click=app.quit]x[/] 借呗"}','2026-12-01T14:58:01Z','["repayments"]','[["draw",null,[1,1,"2026-02-01",100000,"😀🏦👨‍👩‍👧","2026-12-01T14:58:01Z","plain",null,0]]]',0,'0020');
INSERT INTO "operation" VALUES(12,'draw.add','{"amount_minor": 100000, "loan": "[@click=app.quit]x[/] 借呗"}','2026-12-01T14:58:02Z','["repayments"]','[["draw",null,[2,1,"2026-02-02",100000,"😀🏦👨‍👩‍👧","2026-12-01T14:58:01Z","plain",null,0]]]',0,'0020');
INSERT INTO "operation" VALUES(13,'draw.add','{"amount_minor": 100000, "loan": "[@click=app.quit]x[/] 借呗"}','2026-12-01T14:58:02Z','["repayments"]','[["draw",null,[3,1,"2026-02-03",100000,"😀🏦👨‍👩‍👧","2026-12-01T14:58:02Z","plain",null,0]]]',0,'0020');
INSERT INTO "operation" VALUES(14,'repayment.add_past','{"amount_minor": 50000, "loan": "[@click=app.quit]x[/] 借呗", "on": "2026-03-01"}','2026-12-01T14:58:02Z','["repayments"]','[["repayment",null,[1,1,"2026-03-01",50000,48000,2000,0,0,"","2026-12-01T14:58:02Z",null,0,0,null,0]]]',0,'0020');
INSERT INTO "operation" VALUES(15,'repayment.add_past','{"amount_minor": 120000, "loan": "某某银行 [/]", "on": "2026-07-15"}','2026-12-01T14:58:02Z','["repayments"]','[["repayment",null,[2,3,"2026-07-15",120000,null,null,null,0,"[@click=app.quit]x[/]","2026-12-01T14:58:02Z",null,0,0,null,0]]]',0,'0020');
INSERT INTO "operation" VALUES(16,'repayment.add','{"amount_minor": 1000, "loan": "[@click=app.quit]x[/] 借呗", "on": "2026-11-23"}','2026-12-01T14:58:02Z','["repayments"]','[["repayment",null,[3,1,"2026-11-23",1000,null,null,null,0,"","2026-12-01T14:58:02Z",null,0,0,null,1]]]',0,'0020');
INSERT INTO "operation" VALUES(17,'balance.read','{"amount_minor": 250000, "loan": "[@click=app.quit]x[/] 借呗"}','2026-12-01T14:58:02Z','["loans", "repayments"]','[["balance_reading",null,[2,1,"2026-04-01",250000,"2026-12-01T14:58:02Z"]],["loan",[1,1,"借呗","revolving","2026-01-05",0,"0.0005","day",1,null,"month",null,20,null,"act/360",0,0,"free","0","shorter_term",5000000,null,"","CNY",null,null,null,"","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,1,null,null,0,100,0,"none",0,null,0,null,null,"","any"],[1,1,"借呗","revolving","2026-01-05",0,"0.0005","day",1,null,"month",null,20,null,"act/360",0,0,"free","0","shorter_term",5000000,null,"","CNY",null,null,"2026-04-01","","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,1,null,null,0,100,0,"none",0,null,0,null,null,"","any"]]]',0,'0020');
INSERT INTO "operation" VALUES(18,'statement.put','{"amount_minor": 150000, "loan": "蚂蚁 花呗", "on": "2026-11-01"}','2026-12-01T14:58:02Z','["repayments"]','[["statement",null,[1,2,"2026-11-01","2026-11-10",150000,15000,"2026-12-01T14:58:02Z",null]]]',0,'0020');
INSERT INTO "operation" VALUES(19,'loan.edit','{}','2026-12-01T14:58:02Z','["repayments"]','[["repayment",[2,3,"2026-07-15",120000,null,null,null,0,"[@click=app.quit]x[/]","2026-12-01T14:58:02Z",null,0,0,null,0],[2,3,"2026-07-15",120000,95000,25200,0,0,"[@click=app.quit]x[/]","2026-12-01T14:58:02Z",null,0,200,"2026-07-15",0]],["card_plan",null,[1,2,"2026-10-01",60000,12,"0","term","per_term","fees_stop","0",null,"","2026-12-01T14:58:02Z","purchase",1]],["allowance",null,[1,3,"2026-10-01",576,"waiver","penalty","2026-08-15","[@click=app.quit]x[/]","2026-12-01T14:58:02Z"]],["allowance",null,[2,2,"2026-10-01",5000,"refund",null,null,"","2026-12-01T14:58:02Z"]],["arrangement",null,[1,3,"new_instalments","agreed","2026-10-01","2026-10-01",null,"[@click=app.quit]x[/]","95533","[@click=app.quit]x[/]","2027-01-15",null,2,null,null,"0.06","year",1,"[[1, \"2027-01-15\", 50000, 700, 0], [2, \"2027-02-15\", 50000, 0, 0]]","[@click=app.quit]x[/]","2026-12-01T14:58:02Z"]],["legal_move",null,[1,1,"2026-10-01","sold","[@click=app.quit]x[/]",250000,"[@click=app.quit]x[/]","2026-12-01T14:58:02Z"]],["denial",null,[1,3,"2026-10-01","2026-09-15","2026-12-01T14:58:02Z"]]]',0,'0020');
INSERT INTO "operation" VALUES(20,'import.bill','{}','2026-12-01T14:58:02Z','["cases", "credit", "imports", "offers", "plan", "reminders", "repayments", "review"]','[["card_plan",null,[2,2,"2026-11-02",90000,3,"0.025","total","per_term","fees_stop","0",null,"[@click=app.quit]x[/]","","unbilled",0]],["import_batch",null,[1,"账单.csv","ab","alipay","",2]],["import_line",null,[1,1,"k1",1,"used",1,null]],["import_line",null,[2,1,"k2",2,"used",null,1]],["import_rule",null,[1,"[/]","","","repayment",1,null,""]],["import_rule",null,[2,"早饭","","","none",null,null,""]],["payoff_plan",null,[1,1,"2026-11-23","least_cost","{}","{\"months\": 3}",null,""]],["scenario",null,[1,"[@click=app.quit]x[/]","{}",""]],["score_series",null,[1,"sesame","芝麻分",350,950,650]],["score",null,[1,1,"2026-11-06",612,"",""]],["profile_entry",null,[1,"alipay","identity","2026-11-01","complete",6,"",""]],["report_check",null,[1,"2026-10-02","online",0,9,1,"","",null,0]],["report_account",null,[1,1,"[@click=app.quit]x[/]","line",1,0,2000000,100000,1,"",null,"","CNY",null,null,null,null,null,null,null,null,"",null]],["report_account",null,[2,1,"[@click=app.quit]x[/]","line",1,1,null,null,1,"","open","其他个人消费贷款","CNY","2025-03-07",null,"2026-09-30",900000,12300,6,0,"attention","NN1C","2026-09-30"]],["report_point",null,[1,1,"missing","[@click=app.quit]x[/]","objection","2026-10-03","",""]],["negative_entry",null,[1,"[@click=app.quit]x[/]","overdue","2024-02-01","2024-02-29",80000,28,1,1,"",""]],["inquiry",null,[1,"2026-09-30","[@click=app.quit]x[/]","loan_approval",1,"","",1]],["behaviour",null,[1,"2026-11-20","limit_check",2,"借呗","open","",""]],["asset",null,[1,"[@click=app.quit]x[/]","2026-11-01",30000000,"",""]],["wanted_line",null,[1,"[@click=app.quit]x[/]","bank",1,700,""]],["case_file",null,[1,"objection","[@click=app.quit]x[/]","2026-10-01","[@click=app.quit]x[/]",1,"[@click=app.quit]x[/]","[@click=app.quit]x[/]","missing:loan:1","",""]],["case_round",null,[1,1,1,"lender","2026-10-01","",""]],["case_round",null,[2,1,2,"bureau","2026-11-02","[@click=app.quit]x[/]",""]],["case_event",null,[1,1,"2026-10-02","submitted","[@click=app.quit]x[/]",null,null,"",null,""]],["case_event",null,[2,1,"2026-10-03","submitted","[@click=app.quit]x[/]",null,null,"",1,""]],["case_event",null,[3,1,"2026-11-01","answered","[@click=app.quit]x[/]","refused","2026-11-20","",null,""]],["case_event",null,[4,2,"2026-11-02","received","[@click=app.quit]x[/]",null,null,"",null,""]],["case_file",null,[2,"closeout","[@click=app.quit]x[/]","2026-10-01","[@click=app.quit]x[/]",1,"","","","",""]],["case_round",null,[3,2,1,"","2026-10-01","",""]],["case_event",null,[5,3,"2026-10-09","step","[@click=app.quit]x[/]",null,null,"certificate",null,""]],["case_evidence",null,[1,1,"identity","[@click=app.quit]x[/]","2026-10-02","/tmp/[b","abababababababababababababababababababababababababababababababab",2000000000,"",""]],["case_evidence",null,[2,1,"","[@click=app.quit]x[/]","2026-10-02","","",null,"[@click=app.quit]x[/]",""]],["collector_call",null,[1,"2026-11-20","22:00","[@click=app.quit]x[/]","[@click=app.quit]x[/]",1,"phone","me","[@click=app.quit]x[/]",null,null,1,""]],["collector_call",null,[2,"2026-11-20","","[@click=app.quit]x[/]","",1,"phone","me","","2026-12-05",50000,null,""]],["case_letter",null,[1,2,"zh","2026-11-20","# [@click=app.quit]x[/]\n\n[@click=app.quit]x[/]","{\"loan.0.owed\": [\"money\", \"123456\"]}","none","[@click=app.quit]x[/]","",""]],["offer",null,[1,"[@click=app.quit]x[/]","consumer_finance",3000000,"level_payment",24,"0.0005","day","2026-11-20","[@click=app.quit]x[/]","置换","2026-11-20","2026-12-31",4000000,"0.18","nominal","0.01","2026-12-31","0.02","open","[@click=app.quit]x[/]",3,"0.0006","2026-12-01T14:58:02Z"]],["offer_fee",null,[1,1,0,"[@click=app.quit]x[/]","upfront",null,"0.01",1]],["offer_fee",null,[2,1,1,"","own_money",20000,null,0]],["wish",null,[1,"2026-11-20",800000,"[@click=app.quit]x[/]",12,"0.12","wait","2026-11-20","[@click=app.quit]x[/]","2026-12-01T14:58:02Z"]],["review",null,[1,"2026-11-23","",null,"","{\"stage\": 1}","{}",""]],["commitment",null,[1,1,1,"还掉",1,"",null]],["reminder_rule",null,[1,"custom","loan:1","","DTSTART;VALUE=DATE:20261123\nRRULE:FREQ=DAILY","7,3,1,0",1,""]],["reminder_mark",null,[1,"k","due","loan:1","2026-11-20","done",null,""]]]',0,'0020');
INSERT INTO "operation" VALUES(21,'balance.confirm','{"loan": "某某银行 [/]"}','2026-12-01T14:58:02Z','["loans"]','[["loan",[3,3,"[/]","level_payment","2026-06-15",1200000,"0.12","year",1,12,"month","2026-07-15",15,null,"30/360",0,0,"fee_share","0","shorter_term",null,null,"","CNY",null,null,null,"第一行\n第二行","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,1,null,null,0,100,1,"none",0,null,1,1,null,"share 0.03 term 12; interest 1 term 24","with_instalment"],[3,3,"[/]","level_payment","2026-06-15",1200000,"0.12","year",1,12,"month","2026-07-15",15,null,"30/360",0,0,"fee_share","0","shorter_term",null,null,"","CNY",null,null,"2026-11-23","第一行\n第二行","2026-12-01T14:58:01Z","lower_payment",0,"half_up","last","penalty,interest,fee,principal",null,null,null,null,null,null,1,0,"none","none",null,null,null,0,null,0,"","",null,1,null,null,0,100,1,"none",0,null,1,1,null,"share 0.03 term 12; interest 1 term 24","with_instalment"]]]',0,'0020');
INSERT INTO "operation" VALUES(22,'settings.put','{}','2026-12-01T14:58:02Z','["settings"]','[["setting",[2,"review_day","6"],[2,"review_day","5"]]]',1,'0020');
CREATE TABLE payoff_plan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    adopted_on TEXT NOT NULL,
    goal TEXT NOT NULL,
    means TEXT NOT NULL,
    document TEXT NOT NULL,
    ended_on TEXT,
    note TEXT NOT NULL,
    CONSTRAINT uq_payoff_plan_version UNIQUE (version),
    CONSTRAINT ck_payoff_plan_adopted_on CHECK (date(adopted_on, '+0 days') IS adopted_on),
    CONSTRAINT ck_payoff_plan_ended_on CHECK (date(ended_on, '+0 days') IS ended_on),
    CONSTRAINT ck_payoff_plan_goal CHECK (goal <> ''),
    CONSTRAINT ck_payoff_plan_means CHECK (means IS NULL OR json_valid(means)),
    CONSTRAINT ck_payoff_plan_document CHECK (document IS NULL OR json_valid(document))
)
STRICT
;
INSERT INTO "payoff_plan" VALUES(1,1,'2026-11-23','least_cost','{}','{"months": 3}',NULL,'');
CREATE TABLE pinned_instalment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	due_on TEXT NOT NULL, 
	principal_minor INTEGER NOT NULL, 
	interest_minor INTEGER NOT NULL, 
	fee_minor INTEGER NOT NULL, 
	CONSTRAINT ck_pinned_instalment_due_on CHECK (date(due_on, '+0 days') IS due_on), 
	CONSTRAINT ck_pinned_instalment_fee_minor CHECK (fee_minor >= 0), 
	CONSTRAINT ck_pinned_instalment_interest_minor CHECK (interest_minor >= 0), 
	CONSTRAINT ck_pinned_instalment_number CHECK (number >= 1), 
	CONSTRAINT ck_pinned_instalment_principal_minor CHECK (principal_minor >= 0), 
	CONSTRAINT fk_pinned_instalment_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE, 
	CONSTRAINT uq_pinned_instalment_loan_id_number UNIQUE (loan_id, number)
)
 STRICT

;
INSERT INTO "pinned_instalment" VALUES(1,3,1,'2026-07-16',95000,12000,0);
CREATE TABLE profile_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    item TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    state TEXT NOT NULL,
    months INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_profile_entry_platform_item_noted_on UNIQUE (platform, item, noted_on),
    CONSTRAINT ck_profile_entry_platform CHECK (platform <> ''),
    CONSTRAINT ck_profile_entry_item CHECK (item <> ''),
    CONSTRAINT ck_profile_entry_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_profile_entry_state CHECK (state IN ('missing', 'partial', 'complete', 'not_mine')),
    CONSTRAINT ck_profile_entry_months CHECK (months >= 0)
)
STRICT
;
INSERT INTO "profile_entry" VALUES(1,'alipay','identity','2026-11-01','complete',6,'','');
CREATE TABLE rate_change (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	from_on TEXT NOT NULL, 
	rate TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT ck_rate_change_from_on CHECK (date(from_on, '+0 days') IS from_on), 
	CONSTRAINT ck_rate_change_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'), 
	CONSTRAINT ck_rate_change_basis CHECK (basis IN ('year', 'month', 'day')), 
	CONSTRAINT fk_rate_change_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE, 
	CONSTRAINT uq_rate_change_loan_id_from_on UNIQUE (loan_id, from_on)
)
 STRICT

;
INSERT INTO "rate_change" VALUES(1,3,'2027-01-01','0.0355','year','[@click=app.quit]x[/]');
CREATE TABLE reminder_mark (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	about TEXT NOT NULL, 
	occurs_on TEXT NOT NULL, 
	state TEXT NOT NULL, 
	until_on TEXT, 
	at TEXT NOT NULL, 
	CONSTRAINT ck_reminder_mark_key CHECK (key <> ''), 
	CONSTRAINT ck_reminder_mark_state CHECK (state IN ('done', 'snoozed', 'skipped')), 
	CONSTRAINT ck_reminder_mark_occurs_on CHECK (date(occurs_on, '+0 days') IS occurs_on), 
	CONSTRAINT ck_reminder_mark_until_on CHECK (date(until_on, '+0 days') IS until_on), 
	CONSTRAINT uq_reminder_mark_key UNIQUE ("key")
)
 STRICT

;
INSERT INTO "reminder_mark" VALUES(1,'k','due','loan:1','2026-11-20','done',NULL,'');
CREATE TABLE reminder_rule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code TEXT NOT NULL, 
	about TEXT NOT NULL, 
	title TEXT NOT NULL, 
	rrule TEXT NOT NULL, 
	lead_days TEXT NOT NULL, 
	enabled INTEGER NOT NULL, 
	strategy TEXT NOT NULL, 
	CONSTRAINT ck_reminder_rule_code CHECK (code <> ''), 
	CONSTRAINT ck_reminder_rule_enabled CHECK (enabled IN (0, 1))
)
 STRICT

;
INSERT INTO "reminder_rule" VALUES(1,'custom','loan:1','','DTSTART;VALUE=DATE:20261123
RRULE:FREQ=DAILY','7,3,1,0',1,'');
CREATE TABLE "repayment" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	paid_on TEXT NOT NULL, 
	amount_minor INTEGER NOT NULL, 
	principal_minor INTEGER, 
	interest_minor INTEGER, 
	fee_minor INTEGER, 
	settles INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	entered_at TEXT NOT NULL, reversed_on TEXT CONSTRAINT ck_repayment_reversed_on CHECK (date(reversed_on, '+0 days') IS reversed_on), after_reading INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_repayment_after_reading CHECK (after_reading IN (0, 1)), discount_minor INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_repayment_discount_minor CHECK (discount_minor >= 0), assigned_on TEXT CONSTRAINT ck_repayment_assigned_on CHECK (date(assigned_on, '+0 days') IS assigned_on), after_cash INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_repayment_after_cash CHECK (after_cash IN (0, 1)), 
	CONSTRAINT ck_repayment_split CHECK ((principal_minor IS NULL AND interest_minor IS NULL AND fee_minor IS NULL) OR (principal_minor + interest_minor + fee_minor) IS (amount_minor + discount_minor)), 
	CONSTRAINT ck_repayment_amount_minor CHECK (amount_minor >= 0), CONSTRAINT ck_repayment_counted CHECK (amount_minor + discount_minor > 0), 
	CONSTRAINT ck_repayment_paid_on CHECK (date(paid_on, '+0 days') IS paid_on), 
	CONSTRAINT ck_repayment_fee_minor CHECK (fee_minor >= 0), 
	CONSTRAINT ck_repayment_interest_minor CHECK (interest_minor >= 0), 
	CONSTRAINT ck_repayment_principal_minor CHECK (principal_minor >= 0), 
	CONSTRAINT ck_repayment_settles CHECK (settles IN (0, 1)), 
	CONSTRAINT fk_repayment_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "repayment" VALUES(1,1,'2026-03-01',50000,48000,2000,0,0,'','2026-12-01T14:58:02Z',NULL,0,0,NULL,0);
INSERT INTO "repayment" VALUES(2,3,'2026-07-15',120000,95000,25200,0,0,'[@click=app.quit]x[/]','2026-12-01T14:58:02Z',NULL,0,200,'2026-07-15',0);
INSERT INTO "repayment" VALUES(3,1,'2026-11-23',1000,NULL,NULL,NULL,0,'','2026-12-01T14:58:02Z',NULL,0,0,NULL,1);
CREATE TABLE report_account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    check_id INTEGER NOT NULL,
    institution TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    overdue INTEGER NOT NULL,
    limit_minor INTEGER,
    balance_minor INTEGER,
    loan_id INTEGER,
    note TEXT NOT NULL, state TEXT CONSTRAINT ck_report_account_state CHECK (state IN ('open', 'not_activated', 'closed', 'settled', 'transferred', 'bad_debt')), business TEXT DEFAULT '' NOT NULL, currency TEXT DEFAULT 'CNY' NOT NULL, opened_on TEXT CONSTRAINT ck_report_account_opened_on CHECK (date(opened_on, '+0 days') IS opened_on), ended_in TEXT CONSTRAINT ck_report_account_ended_in CHECK (date(ended_in, '+0 days') IS ended_in), as_of TEXT CONSTRAINT ck_report_account_as_of CHECK (date(as_of, '+0 days') IS as_of), amount_minor INTEGER CONSTRAINT ck_report_account_amount_minor CHECK (amount_minor >= 0), overdue_minor INTEGER CONSTRAINT ck_report_account_overdue_minor CHECK (overdue_minor >= 0), overdue_months INTEGER CONSTRAINT ck_report_account_overdue_months CHECK (overdue_months >= 0), over_90_months INTEGER CONSTRAINT ck_report_account_over_90_months CHECK (over_90_months >= 0), rating TEXT CONSTRAINT ck_report_account_rating CHECK (rating IN ('normal', 'attention', 'substandard', 'doubtful', 'loss')), months TEXT DEFAULT '' NOT NULL, months_until TEXT CONSTRAINT ck_report_account_months_until CHECK (date(months_until, '+0 days') IS months_until),
    CONSTRAINT ck_report_account_institution CHECK (institution <> ''),
    CONSTRAINT ck_report_account_kind CHECK (kind IN ('card', 'loan', 'line', 'mortgage', 'guarantee')),
    CONSTRAINT ck_report_account_is_open CHECK (is_open IN (0, 1)),
    CONSTRAINT ck_report_account_overdue CHECK (overdue IN (0, 1)),
    CONSTRAINT ck_report_account_limit_minor CHECK (limit_minor >= 0),
    CONSTRAINT ck_report_account_balance_minor CHECK (balance_minor >= 0),
    CONSTRAINT fk_report_account_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE CASCADE,
    CONSTRAINT fk_report_account_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL
)
STRICT
;
INSERT INTO "report_account" VALUES(1,1,'[@click=app.quit]x[/]','line',1,0,2000000,100000,1,'',NULL,'','CNY',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "report_account" VALUES(2,1,'[@click=app.quit]x[/]','line',1,1,NULL,NULL,1,'','open','其他个人消费贷款','CNY','2025-03-07',NULL,'2026-09-30',900000,12300,6,0,'attention','NN1C','2026-09-30');
CREATE TABLE report_check (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    checked_on TEXT NOT NULL,
    channel TEXT NOT NULL,
    detailed INTEGER NOT NULL,
    accounts INTEGER,
    overdue_accounts INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL, unread INTEGER CONSTRAINT ck_report_check_unread CHECK (unread >= 0), partial INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_report_check_partial CHECK (partial IN (0, 1)),
    CONSTRAINT ck_report_check_checked_on CHECK (date(checked_on, '+0 days') IS checked_on),
    CONSTRAINT ck_report_check_channel CHECK (channel <> ''),
    CONSTRAINT ck_report_check_detailed CHECK (detailed IN (0, 1)),
    CONSTRAINT ck_report_check_accounts CHECK (accounts >= 0),
    CONSTRAINT ck_report_check_overdue_accounts CHECK (overdue_accounts >= 0)
)
STRICT
;
INSERT INTO "report_check" VALUES(1,'2026-10-02','online',0,9,1,'','',NULL,0);
CREATE TABLE report_point (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    check_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    about TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_report_point_code CHECK (code <> ''),
    CONSTRAINT ck_report_point_state CHECK (state IN ('noted', 'objection')),
    CONSTRAINT ck_report_point_decided_on CHECK (date(decided_on, '+0 days') IS decided_on),
    CONSTRAINT uq_report_point_check_id_code_about UNIQUE (check_id, code, about),
    CONSTRAINT fk_report_point_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "report_point" VALUES(1,1,'missing','[@click=app.quit]x[/]','objection','2026-10-03','','');
CREATE TABLE review (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	week_on TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	saved_at TEXT, 
	stage TEXT NOT NULL, 
	progress TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT ck_review_week_on_monday CHECK (strftime('%w', week_on) = '1'), 
	CONSTRAINT ck_review_week_on CHECK (date(week_on, '+0 days') IS week_on), 
	CONSTRAINT ck_review_progress CHECK (progress IS NULL OR json_valid(progress)), 
	CONSTRAINT ck_review_summary CHECK (summary IS NULL OR json_valid(summary)), 
	CONSTRAINT uq_review_week_on UNIQUE (week_on)
)
 STRICT

;
INSERT INTO "review" VALUES(1,'2026-11-23','',NULL,'','{"stage": 1}','{}','');
CREATE TABLE scenario (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_scenario_name UNIQUE (name),
    CONSTRAINT ck_scenario_name CHECK (name <> ''),
    CONSTRAINT ck_scenario_document CHECK (document IS NULL OR json_valid(document))
)
STRICT
;
INSERT INTO "scenario" VALUES(1,'[@click=app.quit]x[/]','{}','');
CREATE TABLE score (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    series_id INTEGER NOT NULL,
    noted_on TEXT NOT NULL,
    value INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_score_series_id_noted_on UNIQUE (series_id, noted_on),
    CONSTRAINT ck_score_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_score_value CHECK (value >= 0),
    CONSTRAINT fk_score_series_id_score_series FOREIGN KEY(series_id) REFERENCES score_series (id) ON DELETE CASCADE
)
STRICT
;
INSERT INTO "score" VALUES(1,1,'2026-11-06',612,'','');
CREATE TABLE score_series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    target INTEGER,
    CONSTRAINT uq_score_series_name UNIQUE (name),
    CONSTRAINT ck_score_series_name CHECK (name <> ''),
    CONSTRAINT ck_score_series_low CHECK (low >= 0),
    CONSTRAINT ck_score_series_target CHECK (target >= 0),
    CONSTRAINT ck_score_series_high CHECK (high > low)
)
STRICT
;
INSERT INTO "score_series" VALUES(1,'sesame','芝麻分',350,950,650);
CREATE TABLE setting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT ck_setting_key CHECK (key <> ''), 
	CONSTRAINT uq_setting_key UNIQUE ("key")
)
 STRICT

;
INSERT INTO "setting" VALUES(1,'language','zh');
INSERT INTO "setting" VALUES(2,'review_day','6');
CREATE TABLE single_income (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    comes_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    certain INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_single_income_name CHECK (name <> ''),
    CONSTRAINT ck_single_income_comes_on CHECK (date(comes_on, '+0 days') IS comes_on),
    CONSTRAINT ck_single_income_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_single_income_certain CHECK (certain IN (0, 1))
)
STRICT
;
INSERT INTO "single_income" VALUES(1,'退税','2027-03-01',60000,0,'','2026-12-01T14:58:01Z');
CREATE TABLE statement (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	loan_id INTEGER NOT NULL, 
	cut_on TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	amount_minor INTEGER NOT NULL, 
	minimum_minor INTEGER, 
	entered_at TEXT NOT NULL, unpaid_on TEXT CONSTRAINT ck_statement_unpaid_on CHECK (date(unpaid_on, '+0 days') IS unpaid_on), 
	CONSTRAINT ck_statement_amount_minor CHECK (amount_minor >= 0), 
	CONSTRAINT ck_statement_cut_on CHECK (date(cut_on, '+0 days') IS cut_on), 
	CONSTRAINT ck_statement_due_on CHECK (date(due_on, '+0 days') IS due_on), 
	CONSTRAINT ck_statement_minimum_minor CHECK (minimum_minor >= 0), 
	CONSTRAINT fk_statement_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE, 
	CONSTRAINT uq_statement_loan_id_cut_on UNIQUE (loan_id, cut_on)
)
 STRICT

;
INSERT INTO "statement" VALUES(1,2,'2026-11-01','2026-11-10',150000,15000,'2026-12-01T14:58:02Z',NULL);
CREATE TABLE wanted_line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    series_id INTEGER,
    score_least INTEGER,
    note TEXT NOT NULL,
    CONSTRAINT uq_wanted_line_name UNIQUE (name),
    CONSTRAINT ck_wanted_line_name CHECK (name <> ''),
    CONSTRAINT ck_wanted_line_platform CHECK (platform <> ''),
    CONSTRAINT ck_wanted_line_score_least CHECK (score_least >= 0),
    CONSTRAINT fk_wanted_line_series_id_score_series FOREIGN KEY(series_id) REFERENCES score_series (id) ON DELETE SET NULL
)
STRICT
;
INSERT INTO "wanted_line" VALUES(1,'[@click=app.quit]x[/]','bank',1,700,'');
CREATE TABLE wish (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    wished_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    terms INTEGER NOT NULL,
    rate TEXT,
    decision TEXT NOT NULL,
    decided_on TEXT,
    words TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_wish_wished_on CHECK (date(wished_on, '+0 days') IS wished_on),
    CONSTRAINT ck_wish_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_wish_purpose CHECK (purpose <> ''),
    CONSTRAINT ck_wish_terms CHECK (terms BETWEEN 1 AND 360),
    CONSTRAINT ck_wish_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_wish_decision CHECK (decision IN ('open', 'no', 'wait', 'yes')),
    CONSTRAINT ck_wish_decided_on CHECK (date(decided_on, '+0 days') IS decided_on)
)
STRICT
;
INSERT INTO "wish" VALUES(1,'2026-11-20',800000,'[@click=app.quit]x[/]',12,'0.12','wait','2026-11-20','[@click=app.quit]x[/]','2026-12-01T14:58:02Z');
CREATE INDEX ix_reminder_rule_code_about ON reminder_rule (code, about);
CREATE INDEX ix_commitment_loan_id ON commitment (loan_id);
CREATE INDEX ix_import_line_batch_id ON import_line (batch_id);
CREATE INDEX ix_import_line_draw_id ON import_line (draw_id);
CREATE INDEX ix_import_line_repayment_id ON import_line (repayment_id);
CREATE INDEX ix_import_line_source_key ON import_line (source_key);
CREATE INDEX ix_report_check_checked_on ON report_check (checked_on);
CREATE INDEX ix_report_account_check_id ON report_account (check_id);
CREATE INDEX ix_report_account_loan_id ON report_account (loan_id);
CREATE INDEX ix_negative_entry_check_id ON negative_entry (check_id);
CREATE INDEX ix_negative_entry_loan_id ON negative_entry (loan_id);
CREATE INDEX ix_inquiry_check_id ON inquiry (check_id);
CREATE INDEX ix_inquiry_made_on ON inquiry (made_on);
CREATE INDEX ix_behaviour_done_on ON behaviour (done_on);
CREATE INDEX ix_wanted_line_series_id ON wanted_line (series_id);
CREATE INDEX ix_loan_lender_id ON loan (lender_id);
CREATE INDEX ix_draw_loan_id_drawn_on ON draw (loan_id, drawn_on);
CREATE INDEX ix_repayment_loan_id_paid_on ON repayment (loan_id, paid_on);
CREATE INDEX ix_card_plan_loan_id ON card_plan (loan_id);
CREATE INDEX ix_allowance_loan_id_given_on ON allowance (loan_id, given_on);
CREATE INDEX ix_arrangement_loan_id ON arrangement (loan_id);
CREATE INDEX ix_legal_move_loan_id_moved_on ON legal_move (loan_id, moved_on);
CREATE INDEX ix_import_rule_loan_id ON import_rule (loan_id);
CREATE INDEX ix_case_file_loan_id ON case_file (loan_id);
CREATE INDEX ix_case_event_corrects ON case_event (corrects);
CREATE INDEX ix_case_event_round_id ON case_event (round_id);
CREATE INDEX ix_case_evidence_case_id ON case_evidence (case_id);
CREATE INDEX ix_collector_call_case_id ON collector_call (case_id);
CREATE INDEX ix_collector_call_loan_id ON collector_call (loan_id);
CREATE TRIGGER kept_standing_deleted AFTER DELETE ON kept_standing BEGIN DELETE FROM kept_day WHERE loan_id = old.loan_id; END;
CREATE TRIGGER kept_loan_fee_before_insert BEFORE INSERT ON loan_fee BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM loan_fee WHERE id = new.id); END;
CREATE TRIGGER kept_loan_fee_after_insert AFTER INSERT ON loan_fee BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_loan_fee_after_update AFTER UPDATE ON loan_fee BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_loan_fee_after_delete AFTER DELETE ON loan_fee BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_pinned_instalment_before_insert BEFORE INSERT ON pinned_instalment BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM pinned_instalment WHERE id = new.id); END;
CREATE TRIGGER kept_pinned_instalment_after_insert AFTER INSERT ON pinned_instalment BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_pinned_instalment_after_update AFTER UPDATE ON pinned_instalment BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_pinned_instalment_after_delete AFTER DELETE ON pinned_instalment BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_rate_change_before_insert BEFORE INSERT ON rate_change BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM rate_change WHERE id = new.id); END;
CREATE TRIGGER kept_rate_change_after_insert AFTER INSERT ON rate_change BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_rate_change_after_update AFTER UPDATE ON rate_change BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_rate_change_after_delete AFTER DELETE ON rate_change BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_draw_before_insert BEFORE INSERT ON draw BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM draw WHERE id = new.id); END;
CREATE TRIGGER kept_draw_after_insert AFTER INSERT ON draw BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_draw_after_update AFTER UPDATE ON draw BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_draw_after_delete AFTER DELETE ON draw BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_repayment_before_insert BEFORE INSERT ON repayment BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM repayment WHERE id = new.id); END;
CREATE TRIGGER kept_repayment_after_insert AFTER INSERT ON repayment BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_repayment_after_update AFTER UPDATE ON repayment BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_repayment_after_delete AFTER DELETE ON repayment BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_balance_reading_before_insert BEFORE INSERT ON balance_reading BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM balance_reading WHERE id = new.id); END;
CREATE TRIGGER kept_balance_reading_after_insert AFTER INSERT ON balance_reading BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_balance_reading_after_update AFTER UPDATE ON balance_reading BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_balance_reading_after_delete AFTER DELETE ON balance_reading BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_statement_before_insert BEFORE INSERT ON statement BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM statement WHERE id = new.id); END;
CREATE TRIGGER kept_statement_after_insert AFTER INSERT ON statement BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_statement_after_update AFTER UPDATE ON statement BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_statement_after_delete AFTER DELETE ON statement BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_card_plan_before_insert BEFORE INSERT ON card_plan BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM card_plan WHERE id = new.id); END;
CREATE TRIGGER kept_card_plan_after_insert AFTER INSERT ON card_plan BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_card_plan_after_update AFTER UPDATE ON card_plan BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_card_plan_after_delete AFTER DELETE ON card_plan BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_allowance_before_insert BEFORE INSERT ON allowance BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM allowance WHERE id = new.id); END;
CREATE TRIGGER kept_allowance_after_insert AFTER INSERT ON allowance BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_allowance_after_update AFTER UPDATE ON allowance BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_allowance_after_delete AFTER DELETE ON allowance BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_arrangement_before_insert BEFORE INSERT ON arrangement BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM arrangement WHERE id = new.id); END;
CREATE TRIGGER kept_arrangement_after_insert AFTER INSERT ON arrangement BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_arrangement_after_update AFTER UPDATE ON arrangement BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_arrangement_after_delete AFTER DELETE ON arrangement BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_legal_move_before_insert BEFORE INSERT ON legal_move BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM legal_move WHERE id = new.id); END;
CREATE TRIGGER kept_legal_move_after_insert AFTER INSERT ON legal_move BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_legal_move_after_update AFTER UPDATE ON legal_move BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_legal_move_after_delete AFTER DELETE ON legal_move BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_denial_before_insert BEFORE INSERT ON denial BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT loan_id FROM denial WHERE id = new.id); END;
CREATE TRIGGER kept_denial_after_insert AFTER INSERT ON denial BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.loan_id); END;
CREATE TRIGGER kept_denial_after_update AFTER UPDATE ON denial BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id, new.loan_id); END;
CREATE TRIGGER kept_denial_after_delete AFTER DELETE ON denial BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.loan_id); END;
CREATE TRIGGER kept_loan_before_insert BEFORE INSERT ON loan BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.id); END;
CREATE TRIGGER kept_loan_after_insert AFTER INSERT ON loan BEGIN DELETE FROM kept_standing WHERE loan_id IN (new.id); END;
CREATE TRIGGER kept_loan_after_update AFTER UPDATE ON loan BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.id, new.id); END;
CREATE TRIGGER kept_loan_after_delete AFTER DELETE ON loan BEGIN DELETE FROM kept_standing WHERE loan_id IN (old.id); END;
CREATE TRIGGER kept_lender_before_insert BEFORE INSERT ON lender BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT id FROM loan WHERE lender_id IN (new.id)); END;
CREATE TRIGGER kept_lender_after_insert AFTER INSERT ON lender BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT id FROM loan WHERE lender_id IN (new.id)); END;
CREATE TRIGGER kept_lender_after_update AFTER UPDATE ON lender BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT id FROM loan WHERE lender_id IN (old.id, new.id)); END;
CREATE TRIGGER kept_lender_after_delete AFTER DELETE ON lender BEGIN DELETE FROM kept_standing WHERE loan_id IN (SELECT id FROM loan WHERE lender_id IN (old.id)); END;
CREATE TRIGGER kept_answer_alembic_version_insert AFTER INSERT ON alembic_version BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_alembic_version_update AFTER UPDATE ON alembic_version BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_alembic_version_delete AFTER DELETE ON alembic_version BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_lender_insert AFTER INSERT ON lender BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_lender_update AFTER UPDATE ON lender BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_lender_delete AFTER DELETE ON lender BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_pinned_instalment_insert AFTER INSERT ON pinned_instalment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_pinned_instalment_update AFTER UPDATE ON pinned_instalment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_pinned_instalment_delete AFTER DELETE ON pinned_instalment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_balance_reading_insert AFTER INSERT ON balance_reading BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_balance_reading_update AFTER UPDATE ON balance_reading BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_balance_reading_delete AFTER DELETE ON balance_reading BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_statement_insert AFTER INSERT ON statement BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_statement_update AFTER UPDATE ON statement BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_statement_delete AFTER DELETE ON statement BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_income_insert AFTER INSERT ON income BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_income_update AFTER UPDATE ON income BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_income_delete AFTER DELETE ON income BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_setting_insert AFTER INSERT ON setting BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_setting_update AFTER UPDATE ON setting BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_setting_delete AFTER DELETE ON setting BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_reminder_rule_insert AFTER INSERT ON reminder_rule BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_reminder_rule_update AFTER UPDATE ON reminder_rule BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_reminder_rule_delete AFTER DELETE ON reminder_rule BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_reminder_mark_insert AFTER INSERT ON reminder_mark BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_reminder_mark_update AFTER UPDATE ON reminder_mark BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_reminder_mark_delete AFTER DELETE ON reminder_mark BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_review_insert AFTER INSERT ON review BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_review_update AFTER UPDATE ON review BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_review_delete AFTER DELETE ON review BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_commitment_insert AFTER INSERT ON commitment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_commitment_update AFTER UPDATE ON commitment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_commitment_delete AFTER DELETE ON commitment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_batch_insert AFTER INSERT ON import_batch BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_batch_update AFTER UPDATE ON import_batch BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_batch_delete AFTER DELETE ON import_batch BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_line_insert AFTER INSERT ON import_line BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_line_update AFTER UPDATE ON import_line BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_line_delete AFTER DELETE ON import_line BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_operation_insert AFTER INSERT ON operation BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_operation_update AFTER UPDATE ON operation BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_operation_delete AFTER DELETE ON operation BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_rate_change_insert AFTER INSERT ON rate_change BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_rate_change_update AFTER UPDATE ON rate_change BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_rate_change_delete AFTER DELETE ON rate_change BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_loan_fee_insert AFTER INSERT ON loan_fee BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_loan_fee_update AFTER UPDATE ON loan_fee BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_loan_fee_delete AFTER DELETE ON loan_fee BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_payoff_plan_insert AFTER INSERT ON payoff_plan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_payoff_plan_update AFTER UPDATE ON payoff_plan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_payoff_plan_delete AFTER DELETE ON payoff_plan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_scenario_insert AFTER INSERT ON scenario BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_scenario_update AFTER UPDATE ON scenario BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_scenario_delete AFTER DELETE ON scenario BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_score_series_insert AFTER INSERT ON score_series BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_score_series_update AFTER UPDATE ON score_series BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_score_series_delete AFTER DELETE ON score_series BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_score_insert AFTER INSERT ON score BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_score_update AFTER UPDATE ON score BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_score_delete AFTER DELETE ON score BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_profile_entry_insert AFTER INSERT ON profile_entry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_profile_entry_update AFTER UPDATE ON profile_entry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_profile_entry_delete AFTER DELETE ON profile_entry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_check_insert AFTER INSERT ON report_check BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_check_update AFTER UPDATE ON report_check BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_check_delete AFTER DELETE ON report_check BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_account_insert AFTER INSERT ON report_account BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_account_update AFTER UPDATE ON report_account BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_account_delete AFTER DELETE ON report_account BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_negative_entry_insert AFTER INSERT ON negative_entry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_negative_entry_update AFTER UPDATE ON negative_entry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_negative_entry_delete AFTER DELETE ON negative_entry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_inquiry_insert AFTER INSERT ON inquiry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_inquiry_update AFTER UPDATE ON inquiry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_inquiry_delete AFTER DELETE ON inquiry BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_behaviour_insert AFTER INSERT ON behaviour BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_behaviour_update AFTER UPDATE ON behaviour BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_behaviour_delete AFTER DELETE ON behaviour BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_wanted_line_insert AFTER INSERT ON wanted_line BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_wanted_line_update AFTER UPDATE ON wanted_line BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_wanted_line_delete AFTER DELETE ON wanted_line BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_loan_insert AFTER INSERT ON loan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_loan_update AFTER UPDATE ON loan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_loan_delete AFTER DELETE ON loan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_draw_insert AFTER INSERT ON draw BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_draw_update AFTER UPDATE ON draw BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_draw_delete AFTER DELETE ON draw BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_repayment_insert AFTER INSERT ON repayment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_repayment_update AFTER UPDATE ON repayment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_repayment_delete AFTER DELETE ON repayment BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_card_plan_insert AFTER INSERT ON card_plan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_card_plan_update AFTER UPDATE ON card_plan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_card_plan_delete AFTER DELETE ON card_plan BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_allowance_insert AFTER INSERT ON allowance BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_allowance_update AFTER UPDATE ON allowance BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_allowance_delete AFTER DELETE ON allowance BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_arrangement_insert AFTER INSERT ON arrangement BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_arrangement_update AFTER UPDATE ON arrangement BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_arrangement_delete AFTER DELETE ON arrangement BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_legal_move_insert AFTER INSERT ON legal_move BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_legal_move_update AFTER UPDATE ON legal_move BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_legal_move_delete AFTER DELETE ON legal_move BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_denial_insert AFTER INSERT ON denial BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_denial_update AFTER UPDATE ON denial BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_denial_delete AFTER DELETE ON denial BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_asset_insert AFTER INSERT ON asset BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_asset_update AFTER UPDATE ON asset BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_asset_delete AFTER DELETE ON asset BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_single_income_insert AFTER INSERT ON single_income BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_single_income_update AFTER UPDATE ON single_income BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_single_income_delete AFTER DELETE ON single_income BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_living_cost_insert AFTER INSERT ON living_cost BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_living_cost_update AFTER UPDATE ON living_cost BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_living_cost_delete AFTER DELETE ON living_cost BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_cash_reading_insert AFTER INSERT ON cash_reading BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_cash_reading_update AFTER UPDATE ON cash_reading BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_cash_reading_delete AFTER DELETE ON cash_reading BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_point_insert AFTER INSERT ON report_point BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_point_update AFTER UPDATE ON report_point BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_report_point_delete AFTER DELETE ON report_point BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_rule_insert AFTER INSERT ON import_rule BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_rule_update AFTER UPDATE ON import_rule BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_import_rule_delete AFTER DELETE ON import_rule BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_file_insert AFTER INSERT ON case_file BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_file_update AFTER UPDATE ON case_file BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_file_delete AFTER DELETE ON case_file BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_round_insert AFTER INSERT ON case_round BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_round_update AFTER UPDATE ON case_round BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_round_delete AFTER DELETE ON case_round BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_event_insert AFTER INSERT ON case_event BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_event_update AFTER UPDATE ON case_event BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_event_delete AFTER DELETE ON case_event BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_evidence_insert AFTER INSERT ON case_evidence BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_evidence_update AFTER UPDATE ON case_evidence BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_evidence_delete AFTER DELETE ON case_evidence BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_offer_insert AFTER INSERT ON offer BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_offer_update AFTER UPDATE ON offer BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_offer_delete AFTER DELETE ON offer BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_offer_fee_insert AFTER INSERT ON offer_fee BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_offer_fee_update AFTER UPDATE ON offer_fee BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_offer_fee_delete AFTER DELETE ON offer_fee BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_wish_insert AFTER INSERT ON wish BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_wish_update AFTER UPDATE ON wish BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_wish_delete AFTER DELETE ON wish BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_collector_call_insert AFTER INSERT ON collector_call BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_collector_call_update AFTER UPDATE ON collector_call BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_collector_call_delete AFTER DELETE ON collector_call BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_letter_insert AFTER INSERT ON case_letter BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_letter_update AFTER UPDATE ON case_letter BEGIN DELETE FROM kept_answer; END;
CREATE TRIGGER kept_answer_case_letter_delete AFTER DELETE ON case_letter BEGIN DELETE FROM kept_answer; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('lender',3);
INSERT INTO "sqlite_sequence" VALUES('loan',3);
INSERT INTO "sqlite_sequence" VALUES('operation',22);
INSERT INTO "sqlite_sequence" VALUES('balance_reading',2);
INSERT INTO "sqlite_sequence" VALUES('loan_fee',3);
INSERT INTO "sqlite_sequence" VALUES('pinned_instalment',1);
INSERT INTO "sqlite_sequence" VALUES('rate_change',1);
INSERT INTO "sqlite_sequence" VALUES('setting',2);
INSERT INTO "sqlite_sequence" VALUES('income',2);
INSERT INTO "sqlite_sequence" VALUES('cash_reading',1);
INSERT INTO "sqlite_sequence" VALUES('single_income',1);
INSERT INTO "sqlite_sequence" VALUES('living_cost',1);
INSERT INTO "sqlite_sequence" VALUES('draw',3);
INSERT INTO "sqlite_sequence" VALUES('repayment',3);
INSERT INTO "sqlite_sequence" VALUES('statement',1);
INSERT INTO "sqlite_sequence" VALUES('card_plan',2);
INSERT INTO "sqlite_sequence" VALUES('allowance',2);
INSERT INTO "sqlite_sequence" VALUES('arrangement',1);
INSERT INTO "sqlite_sequence" VALUES('legal_move',1);
INSERT INTO "sqlite_sequence" VALUES('denial',1);
INSERT INTO "sqlite_sequence" VALUES('import_batch',1);
INSERT INTO "sqlite_sequence" VALUES('import_line',2);
INSERT INTO "sqlite_sequence" VALUES('import_rule',2);
INSERT INTO "sqlite_sequence" VALUES('payoff_plan',1);
INSERT INTO "sqlite_sequence" VALUES('scenario',1);
INSERT INTO "sqlite_sequence" VALUES('score_series',1);
INSERT INTO "sqlite_sequence" VALUES('score',1);
INSERT INTO "sqlite_sequence" VALUES('profile_entry',1);
INSERT INTO "sqlite_sequence" VALUES('report_check',1);
INSERT INTO "sqlite_sequence" VALUES('report_account',2);
INSERT INTO "sqlite_sequence" VALUES('report_point',1);
INSERT INTO "sqlite_sequence" VALUES('negative_entry',1);
INSERT INTO "sqlite_sequence" VALUES('inquiry',1);
INSERT INTO "sqlite_sequence" VALUES('behaviour',1);
INSERT INTO "sqlite_sequence" VALUES('asset',1);
INSERT INTO "sqlite_sequence" VALUES('wanted_line',1);
INSERT INTO "sqlite_sequence" VALUES('case_file',2);
INSERT INTO "sqlite_sequence" VALUES('case_round',3);
INSERT INTO "sqlite_sequence" VALUES('case_event',5);
INSERT INTO "sqlite_sequence" VALUES('case_evidence',2);
INSERT INTO "sqlite_sequence" VALUES('collector_call',2);
INSERT INTO "sqlite_sequence" VALUES('case_letter',1);
INSERT INTO "sqlite_sequence" VALUES('offer',1);
INSERT INTO "sqlite_sequence" VALUES('offer_fee',2);
INSERT INTO "sqlite_sequence" VALUES('wish',1);
INSERT INTO "sqlite_sequence" VALUES('review',1);
INSERT INTO "sqlite_sequence" VALUES('commitment',1);
INSERT INTO "sqlite_sequence" VALUES('reminder_rule',1);
INSERT INTO "sqlite_sequence" VALUES('reminder_mark',1);
COMMIT;
