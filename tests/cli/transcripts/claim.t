# Facts from the record, and claims of the futures.

$ entente claim tiny.ent P1_2 P1_3 P2_1
row  claims     supported      possible  undetermined  contradicted
P1        2             1             -             -             1
P2        1             -             -             1             -
all       3             1             -             1             1
The verdict possible never occurs: no claim is said as a possibility.

P1_2  Trade was above 40
  ● SUPPORTED
  confidence in this answer: medium
    asks     trade is at least 40 [MUSD/month] in 80% of 2021-01 .. 2021-12
    record   Trade, 2021-01 to 2021-11: 9 of 10 observations meet it; holds.

P1_3  Trade was above 100
  ✕ CONTRADICTED (not as claimed)
  confidence in this answer: medium
    asks     trade is at least 100 [MUSD/month] in 80% of 2021-01 .. 2021-12
    why      The condition fails in the record.
    record   Trade, 2021-01 to 2021-11: 0 of 10 observations meet it; fails.

P2_1  The mood was good
  ○ UNDETERMINED (no data)
  confidence in this answer: low
    asks     mood is at least 0.5 in 80% of 2021-01 .. 2021-12
    why      There is no series `mood`.
    record   Opinion of the other: no series (nobody asked).

P1_2   ● SUPPORTED                               Trade was above 40
P1_3   ✕ CONTRADICTED (not as claimed)           Trade was above 100
P2_1   ○ UNDETERMINED (no data)                  The mood was good
1 supported · 0 possible · 1 undetermined · 1 contradicted
from the record alone · not in this model: everything else
This is a model, not a forecast; it is not for targeting or warning.

$ entente claim tiny.ent P1_1 -n 1000 | tail -4
P1_1   ○ UNDETERMINED (prior-driven)             Visits raise trust
0 supported · 0 possible · 1 undetermined · 0 contradicted
1,000 paired futures in each of 6 ensembles, seed 1, from the priors: nothing was fitted · not in this model: everything else
This is a model, not a forecast; it is not for targeting or warning.

$ entente claim tiny.ent P1_9
! error: `tiny` has no claim `P1_9`. Did you mean `P1_1`, `P1_2` or `P1_3`?
[2]

$ entente claim tiny.ent xyzzy
! error: `tiny` has no claim `xyzzy`. Claims: P1_1, P1_2, P1_3, P2_1, P2_2
[2]

$ entente claim tiny.ent --row P7
! error: `tiny` has no claim of row `P7`. Did you mean `P1` or `P2`?
[2]

$ entente claim tiny.ent P1_3 --fail-on contradicted > out.txt
! a claim is contradicted (--fail-on)
[1]

$ entente claim tiny.ent P1_2 --fail-on contradicted > out.txt

$ entente claim tiny.ent --fail-on contradict
! error: --fail-on is one of supported, possible, undetermined, contradicted, not `contradict`. Did you mean `contradicted`?
[2]

$ entente claim tiny.ent --verdict supported P1_2 P1_3
row  claims     supported      possible  undetermined  contradicted
P1        2             1             -             -             1
all       2             1             -             -             1
The verdict possible never occurs: no claim is said as a possibility.

P1_2  Trade was above 40
  ● SUPPORTED
  confidence in this answer: medium
    asks     trade is at least 40 [MUSD/month] in 80% of 2021-01 .. 2021-12
    record   Trade, 2021-01 to 2021-11: 9 of 10 observations meet it; holds.

P1_2   ● SUPPORTED                               Trade was above 40
1 supported · 0 possible · 0 undetermined · 0 contradicted
from the record alone · not in this model: everything else
This is a model, not a forecast; it is not for targeting or warning.

$ entente claim tiny.ent --verdict possible P1_2 P1_3
row  claims     supported      possible  undetermined  contradicted
P1        2             1             -             -             1
all       2             1             -             -             1
The verdict possible never occurs: no claim is said as a possibility.

0 supported · 0 possible · 0 undetermined · 0 contradicted
from the record alone · not in this model: everything else
This is a model, not a forecast; it is not for targeting or warning.

$ entente claim tiny.ent P1_2 -o c > /dev/null; ls c
claims.json
manifest.json

$ entente claim tiny.ent P1_2 -o c > /dev/null
! error: `c` is not empty. Name another folder, or replace its run with --force
[2]

$ entente run --from-manifest c
! error: the manifest is of `entente claim`, which judges but keeps no run
[2]

$ entente claim nan.ent
! `nan` makes no claim

$ entente claim broken.ent
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

$ entente claim tiny.ent P1_1 -n 100 --policy rollout --levels 2 --progress never | tail -2
100 paired futures in each of 6 ensembles, seed 1, from the priors: nothing was fitted · policy rollout · not in this model: everything else
This is a model, not a forecast; it is not for targeting or warning.
# The same question where players choose otherwise.

$ printf 'model g "G" {\n  language 1\n  time month from 2020-01 to 2025-12\n  forecast from 2020-07\n  omits "all else"\n  outputs arms\n}\nactors A "One", B "Other"\nlever build : 1/month = 0 in 0..2 held by A\nlever talk : 1 = 0 in 0..1 held by B\nstock arms : 1 = 5 { inflow built = build; outflow scrapped = 0.1 [1/month] * arms * talk }\nplayer A every 6 months {\n  option arm "Arm" { build = 1; leaning 0.5 }\n  option wait "Wait" {}\n  wants 0.5 * arms\n  precision 4\n}\nplayer B every 6 months {\n  option speak "Talk" { talk = 1 }\n  option keep_quiet "Keep quiet" {}\n}\nclaim Q1_1 "Arms grow" {\n  part soon { expect value arms at 2022-01 is at least 5 }\n  part late { expect value arms at 2025-01 is at least 5 }\n  part past { expect value arms at 2020-03 is at least 5 }\n}\n' > g.ent

$ entente claim g.ent -n 400 --policy rollout --replicates 4 --progress never
Q1_1  Arms grow
  ○ UNDETERMINED (prior-driven)
  confidence in this answer: low
  soon: ○ UNDETERMINED (prior-driven)
    asks     value arms at 2022-01 is at least 5
    why      The record does not inform this effect: the answer is that of the priors.
    model    In 400 futures of the model, arms at 2022-01 is 9.9 [90 %: 2.7 to 19.3]. At least 5:
             very likely (about 85 %), ±4 points sampling. Evidence class E1.
    players  by leanings: about 17 in 20 · rollout level 1: more than 19 in 20 · rollout level 2:
             more than 19 in 20 (200 futures, prior set default). They differ by more than chance:
             how players choose is an uncertainty of the model.
    record   The record holds no case of this change.
    flips    not looked for: too few futures or no uncertain parameter.
  late: ○ UNDETERMINED (prior-driven)
    asks     value arms at 2025-01 is at least 5
    why      The record does not inform this effect: the answer is that of the priors.
    model    In 400 futures of the model, arms at 2025-01 is 12 [90 %: 4 to 26]. At least 5: very
             likely (about 90 %), ±3 points sampling. Evidence class E1.
    players  Not tried: the test looks further ahead than players were tried.
    record   The record holds no case of this change.
    flips    not looked for: too few futures or no uncertain parameter.
  past: ○ UNDETERMINED (structure-driven)
    asks     value arms at 2020-03 is at least 5
    why      The model's structure gives this answer under every prior, so the record cannot speak.
    model    In 400 futures of the model, arms at 2020-03 is 5 [90 %: 5 to 5]. At least 5: almost
             certain (all but fewer than 1 in 133 of the model's futures). Evidence class E0.
    players  No player's choice plays a part: the test asks the record, a coefficient or months
             before anybody chooses.
    record   The record holds no case of this change.
    flips    not looked for: too few futures or no uncertain parameter.

Q1_1   ○ UNDETERMINED (prior-driven)             Arms grow
0 supported · 0 possible · 1 undetermined · 0 contradicted
400 paired futures in each of 1 ensemble, seed 1, from the priors: nothing was fitted · verdicts by leanings; policy rollout tried beside them in 200 futures, choices every 6 months for 36 months · not in this model: all else
This is a model, not a forecast; it is not for targeting or warning.

$ entente claim g.ent -n 400 --policy rollout --replicates 4 --progress never --json | python3 -c 'import json, sys; print([(p["players"], [(v["policy"], v["levels"], v["futures"]) for v in p["policies"]]) for p in json.load(sys.stdin)["claims"][0]["parts"]])'
[('tried', [('rule', 0, 200), ('rollout', 1, 200), ('rollout', 2, 200)]), ('too far', []), ('no choice', [])]
