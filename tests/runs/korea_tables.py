#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tables of models/korea/data: each is named in LICENCES.md and each row says what it is.

korea_tables.py checks the tables of the tree, and that each check can fail on a spoilt copy.
"""
import csv
import datetime
import os
import re
import shutil
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "models", "korea", "data")
COMMON = ["date", "value", "unit", "source", "grade", "note"]
# Tables of documents and dated events have columns of their own, named in LICENCES.md.
OWN_COLUMNS = {
    "alliance_moves": "date,parties,kind,what,source,grade",
    "alliances": "date,dyad,until,obliges,source,grade,note",
    "critical_acts_china": "date,kind,topic,what,source,grade",
    "documents_denuclearisation": "date,country,document,value,unit,source,grade,note",
    "gdp_growth_bok_annual": "date,as_of,value,unit,source,grade,note",
    "history": "date,kind,actor,target,what,source,grade",
    "leaders": "date,country,name,office,until,party_control,sovereignty,militarisation,horizon,risk,precision,source,"
    "grade,note",
    "levers": "date,quantity,value,unit,source,grade,note",
    "polls": "date,poll,country,value,unit,source,grade,note",
    "readouts": "date,leaders,topic,value,unit,source,grade,note",
    "speeches": "date,speaker,speech,topic,value,unit,source,grade,note",
    "statements_on_alliance": "date,speaker,country,bloc,says,what,source,grade",
    "talks_rounds": "date,round,place,host,source,grade",
    "treaty_1961": "date,article,kind,says,source,grade",
    "unga_agreement": "date,dyad,value,unit,source,grade,note",
    "unga_human_rights": "date,vote,value,unit,source,grade,note",
    "agreements": "date,title,parties,sector,in_force_from,in_force_until,obliges,source,grade",
    "meetings": "date,dyad,level,leaders,place,title,source,grade",
    "sanctions_strength": "date,measure,value,unit,source,grade,note",
    "sanctions_timeline": "date,package,kind,value,unit,what,source,grade",
    "unsc_votes": "date,resolution,kind,outcome,yes,no,abstain,china_vote,russia_vote,what,source,grade",
}
MAY_BE_EMPTY = {"agreements", "sanctions_timeline", "unsc_votes", "meetings"}  # of values, not of dates
NUMBERS = {"value", "yes", "no", "abstain"}
DATES = {"date", "in_force_from", "in_force_until", "until"}


def is_date(text):
    """YYYY, YYYY-MM or YYYY-MM-DD, and on the calendar."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def findings_of_row(table, row):
    for column, text in row.items():
        if text is None or column is None:
            yield "has more or fewer fields than columns"
            return
        if column in DATES and not (is_date(text) or (not text and column != "date")):
            yield f"{column} {text!r} is no date"
        if column in NUMBERS and not is_number(text) and not (not text and table in MAY_BE_EMPTY):
            yield f"{column} {text!r} is no number"
    if not row["source"].strip():
        yield "has no source"
    if row["grade"] not in ("A", "B", "C", "D", "E"):
        yield f"grade {row['grade']!r} is not A to E"
    if re.search(r"unconfirmed|memory|\bCOW\b|Correlates of War", " ".join(row.values())):
        yield "rests on what is not to be shipped"


def findings(folder):
    """What is wrong with the tables of a folder; nothing where all is well."""
    found = []
    with open(os.path.join(folder, "LICENCES.md"), encoding="utf-8") as file:
        licences = file.read()
    tables = sorted(name[:-4] for name in os.listdir(folder) if name.endswith(".csv"))
    rows_of_licences = re.findall(r"^\|(.*?)\|", licences, re.M)
    named = set(re.findall(r"`([a-z_0-9]+)`", " ".join(rows_of_licences)))
    found += [f"{name}: not in LICENCES.md" for name in tables if name not in named]
    found += [f"LICENCES.md: no table {name}" for name in sorted(named - set(tables))]
    for table in tables:
        with open(os.path.join(folder, table + ".csv"), encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        columns = OWN_COLUMNS[table].split(",") if table in OWN_COLUMNS else COMMON
        if reader.fieldnames != columns:
            found.append(f"{table}: columns {reader.fieldnames}")
            continue
        for number, row in enumerate(rows, start=2):
            found += [f"{table}:{number}: {what}" for what in findings_of_row(table, row)]
        dates = [(row["date"], row.get("as_of", "")) for row in rows]
        if (table not in OWN_COLUMNS or "as_of" in columns) and dates != sorted(set(dates)):
            found.append(f"{table}: dates twice or out of order")
    return found


def read(table):
    with open(os.path.join(DATA, table + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Tables(unittest.TestCase):
    def test_the_tables_of_the_tree_are_in_order(self):
        self.assertEqual(findings(DATA), [])

    def test_the_seven_meetings_of_xi_and_kim_have_the_dates_of_the_record(self):
        months = [row["date"][:7] for row in read("meetings") if row["leaders"] == "Xi-Kim Jong Un"]
        self.assertEqual(months, ["2018-03", "2018-05", "2018-06", "2019-01", "2019-06", "2025-09", "2026-06"])

    def test_no_meeting_rests_on_the_machine_written_digest(self):
        self.assertEqual([row for row in read("meetings") if "igest" in row["source"]], [])

    def test_the_treaty_of_1961_has_its_articles_and_no_renewal_above_grade_c(self):
        rows = read("treaty_1961")
        self.assertEqual([row["article"] for row in rows if row["article"]], ["I", "II", "VII"])
        self.assertEqual({row["grade"] for row in rows if row["kind"] == "renewal"}, {"C"})

    def test_no_table_rests_on_the_machine_written_digest_alone(self):
        for table in ("history", "agreements", "alliance_moves", "readouts", "critical_acts_china"):
            self.assertEqual([row for row in read(table) if re.search("digest", row["source"], re.I)], [], table)

    def test_votes_on_human_rights_give_the_shares_of_the_derived_table(self):
        votes = {}
        for row in read("unga_human_rights"):
            votes.setdefault(row["date"], {})[row["vote"]] = int(row["value"])
        for row in read("unga_human_rights_yes_annual"):
            year = votes[row["date"]]
            share = 100 * year["yes"] / sum(year.values())
            self.assertAlmostEqual(float(row["value"]), share, delta=0.051, msg=row["date"])

    def test_acts_of_china_by_year_are_those_of_the_dated_table(self):
        dated = [row["date"][:4] for row in read("critical_acts_china")]
        for row in read("critical_acts_china_annual"):
            self.assertEqual(int(row["value"]), dated.count(row["date"]), row["date"])

    def test_launches_by_month_add_up_to_those_by_year(self):
        months = {}
        for row in read("launches_monthly"):
            months[row["date"][:4]] = months.get(row["date"][:4], 0) + int(row["value"])
        for row in read("launches_annual"):
            if row["date"] >= "2006":
                self.assertEqual(int(row["value"]), months[row["date"]], row["date"])

    def test_the_coded_words_of_meetings_are_those_of_the_seven(self):
        days = {row["date"] for row in read("readouts")}
        self.assertEqual(len(days), 7)
        for topic in ("ties", "development", "denuclearisation"):
            said = [(row["date"][:7], row["value"]) for row in read("readouts") if row["topic"] == topic]
            self.assertEqual([(row["date"], row["value"]) for row in read("readouts_" + topic)], said)

    def test_launches_have_every_month_from_2006_through_july_2026(self):
        months = [row["date"] for row in read("launches_monthly")]
        every = [f"{year}-{month:02}" for year in range(2006, 2027) for month in range(1, 13)]
        self.assertEqual(months, every[: every.index("2026-07") + 1])

    def test_derived_shares_are_those_of_the_tables_they_come_from(self):
        value = {
            table: {row["date"]: float(row["value"]) for row in read(table)}
            for table in ("trade_total_kotra_annual", "north_korea_trade_kotra_annual", "interkorean_trade_annual")
        }
        china, total, south = value.values()
        for row in read("china_share_with_south_derived_annual"):
            year = row["date"]
            share = 100 * china[year] / (total[year] + south[year])
            self.assertAlmostEqual(float(row["value"]), share, delta=0.051, msg=year)

    def test_each_check_can_fail(self):
        spoilt = {
            "a date": ("harvest_rda_annual", "1993,3884", "1993-13,3884", "no date"),
            "a number": ("harvest_rda_annual", "1993,3884", "1993,388o", "no number"),
            "a source": ("harvest_rda_annual", "RDA; Hankook Ilbo", "", "no source"),
            "a grade": ("harvest_rda_annual", "Hankook Ilbo,B", "Hankook Ilbo,F", "not A to E"),
            "order": ("harvest_rda_annual", "1994,4125", "1993,4125", "twice"),
            "columns": ("harvest_rda_annual", "date,value,unit", "date,unit,value", "columns"),
            "a field": ("harvest_rda_annual", "1993,3884,kt", "1993,3884", "fields"),
            "origin": ("harvest_rda_annual", "RDA; Hankook Ilbo", "COW Trade", "not to be shipped"),
        }
        for name, (table, old, new, words) in spoilt.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                copy = os.path.join(folder, "data")
                shutil.copytree(DATA, copy)
                path = os.path.join(copy, table + ".csv")
                with open(path, encoding="utf-8") as file:
                    text = file.read()
                self.assertIn(old, text)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text.replace(old, new, 1))
                found = findings(copy)
                self.assertTrue(found and words in found[0], found)

    def test_a_table_without_a_row_of_terms_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "data")
            shutil.copytree(DATA, copy)
            shutil.copy(os.path.join(copy, "nuclear_tests.csv"), os.path.join(copy, "other_tests.csv"))
            self.assertEqual(findings(copy), ["other_tests: not in LICENCES.md"])


if __name__ == "__main__":
    unittest.main()
