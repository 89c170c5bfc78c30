$ entente check tiny.ent
ok  tiny: 1 stock, 2 scenarios, 5 claims
    units agree · 2020-01 to 2024-12 monthly · data to 2021-11 · 1 series and 1 missing, 4 events
    2 of 2 graded inputs are of grade C or worse      see: entente data list tiny.ent

$ entente check .
! error: the folder `.` holds 5 models. Name one: broken.ent, channels.ent, nan.ent, scored.ent, tiny.ent
[2]

$ entente check nothere.ent
! error: cannot open `nothere.ent` (model): there is no such file
[2]

$ entente check tinny.ent
! error: cannot open `tinny.ent` (model): there is no such file. Did you mean `tiny.ent`?
[2]

$ entente check data
! error: the folder `data` holds no model: no file *.ent in it says `model NAME`
[2]

$ entente check broken.ent
! error[E2001]: there is no quantity called `levl`
!  --> broken.ent:7:38
!   |
! 7 | stock level : 1 = 1 { inflow grown = levl / 1 month }
!   |                                      ^^^^ not declared anywhere in the model
!   |
!   = help: did you mean `level`?
!   = more: entente explain E2001
!
! error[E3004]: cannot add a number in `month` to one without a unit
!  --> broken.ent:8:27
!   |
! 8 | let odd : month = level + 1 [month]
!   |                   -----   ^^^^^^^^^ this is in month
!   |                   this has no unit
!   |
!   = help: divide `1 [month]` by something in `month`, for instance `1 [month]`
!   = more: entente explain E3004
[1]

$ entente check - < tiny.ent
ok  tiny: 1 stock, 2 scenarios, 5 claims
    units agree · 2020-01 to 2024-12 monthly · data to 2021-11 · 1 series and 1 missing, 4 events
    2 of 2 graded inputs are of grade C or worse

$ entente check - < /dev/null
! error[E2012]: the model has no `model` block
!  --> standard input:1:1
!   |
! 1 |
!   | ^ begin with `model NAME "label" { time month from 2006-01 to 2036-12 }`
!   |
!   = more: entente explain E2012
[1]

$ entente check --json broken.ent | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["ok"], [x["code"] for x in d["diagnostics"]])'
False ['E2001', 'E3004']

$ mkdir empty && entente check empty
! error: the folder `empty` holds no model: no file *.ent in it says `model NAME`
[2]
# The file is there, what it includes is not.

$ (cat tiny.ent; echo 'include "more.ent"') > including.ent; entente check including.ent
! error[E2010]: cannot read the included file `more.ent`
!   --> including.ent:52:9
!    |
! 52 | include "more.ent"
!    |         ^^^^^^^^^^ looked for `more.ent`
!    |
!    = help: paths are relative to the file that says them
!    = more: entente explain E2010
[1]

$ mkdir one; cp tiny.ent one; cp -r data one; entente check one
ok  tiny: 1 stock, 2 scenarios, 5 claims
    units agree · 2020-01 to 2024-12 monthly · data to 2021-11 · 1 series and 1 missing, 4 events
    2 of 2 graded inputs are of grade C or worse      see: entente data list one

$ entente check one/
ok  tiny: 1 stock, 2 scenarios, 5 claims
    units agree · 2020-01 to 2024-12 monthly · data to 2021-11 · 1 series and 1 missing, 4 events
    2 of 2 graded inputs are of grade C or worse      see: entente data list one/
