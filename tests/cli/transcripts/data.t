$ entente data list tiny.ent
trade                        month       10  2021-01 to 2021-11  1 gap     grade B  MUSD/month
    made up for this test

Missing, declared with a reason:
mood                         nobody asked

Uncertain inputs, 2 of 2 of grade C or worse:
warmth                       grade D  made up for this test
cooling                      grade D  made up for this test

$ entente data show tiny.ent trade
trade  Trade
  unit     MUSD/month
  each     month
  source   made up for this test
  grade    B
  gaps     2021-05

  2021-01            46  B  made up
  2021-02            44  B  made up
  2021-03            48  B  made up
  2021-04            51  B  made up
  2021-06            47  B  made up
  2021-07            52  B  made up
  2021-08            50  B  made up
  2021-09            39  B  made up
  2021-10            53  B  made up
  2021-11            55  B  made up

$ entente data show tiny.ent mood
mood  Opinion of the other
  missing  nobody asked
  unit     1
  each     month
  grade    -

$ entente data show tiny.ent trad
! error: `tiny` has no series `trad`. Did you mean `trade`?
[2]

$ entente data check tiny.ent
ok  tiny: 2 tables with 14 rows, 2 series

$ entente data show tiny.ent
! error: `data show` needs the name of a series. Usage: entente data show MODEL NAME
[2]

$ entente data timeline tiny.ent
2020-03-05  visits                    Visits
                                      made up
2020-09-12  visits                    Visits
                                      made up
2021-04-01  visits                    Visits
                                      made up
2021-10-20  visits                    Visits
                                      made up

$ entente data tiny.ent
! error: `data` needs more arguments. Usage: entente data list|show|timeline|check MODEL [NAME]
[2]

$ entente data lst tiny.ent
! error: `data` takes list, show, timeline, check, not `lst`. Did you mean `list`?
[2]
# A row that is wrong, and a table that is not there: faults of the model, exit 1.

$ echo '2021-02-30,5' >> data/trade.csv

$ entente data check tiny.ent
! error[E6002]: this row has 2 cells, the header 4
!   --> data/trade.csv:12:1
!    |
! 12 | 2021-02-30,5
!    | ^^^^^^^^^^^^ too few
!    |
!    = help: a cell with a comma in it is written in quotes
!    = more: entente explain E6002
[1]

$ rm data/trade.csv

$ entente check tiny.ent
! error[E6001]: cannot read `data/trade.csv`
!   --> tiny.ent:31:38
!    |
! 31 | data trade "Trade" : MUSD/month from "data/trade.csv" column value { grade B; source judged }
!    |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no such file to read
!    |
!    = note: looked for `data/trade.csv`
!    = help: paths are relative to the file that names them
!    = more: entente explain E6001
[1]

$ entente run tiny.ent
! error[E6001]: cannot read `data/trade.csv`
!   --> tiny.ent:31:38
!    |
! 31 | data trade "Trade" : MUSD/month from "data/trade.csv" column value { grade B; source judged }
!    |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no such file to read
!    |
!    = note: looked for `data/trade.csv`
!    = help: paths are relative to the file that names them
!    = more: entente explain E6001
[1]
