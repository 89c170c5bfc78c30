$ entente score scored.ent -n 200 --progress never
scored · C0: nothing is known from the origin on · 6 origins, 2016-01 to 2021-01
  series   months  model CRPS  best naive forecast    its CRPS  skill [90 %]     in 50 %  in 90 %  leads                               unit
  customs  12      22.9        AR(1)                  15.2      -0.51 [too few]  4 of 6   4 of 6   AR(1), not clearly                  USD/month
           24      14          persistence            15.3      +0.08 [too few]  3 of 5   4 of 5   the model, not clearly              USD/month
  talks    1       0.14        NB, mean of 12 months  0.139     +0.00 [too few]  5 of 6   6 of 6   NB, mean of 12 months, not clearly
           3       0.164       NB-INGARCH(1)          0.15      -0.09 [too few]  6 of 6   6 of 6   NB-INGARCH(1), not clearly
           12      0.33        NB-INGARCH(1)          0.451     +0.27 [too few]  6 of 6   6 of 6   the model, not clearly
           24      0.404       NB-INGARCH(1)          0.557     +0.27 [too few]  5 of 5   5 of 5   the model, not clearly
  The model leads in 3 of 6 rows, clearly in 0.

scored · C1: shocks from outside are known · 6 origins, 2016-01 to 2021-01
  series   months  model CRPS  best naive forecast    its CRPS  skill [90 %]     in 50 %  in 90 %  leads                               unit
  customs  12      2.67        AR(1)                  15.2      +0.82 [too few]  6 of 6   6 of 6   the model, not clearly              USD/month
           24      2.61        persistence            15.3      +0.83 [too few]  5 of 5   5 of 5   the model, not clearly              USD/month
  talks    1       0.14        NB, mean of 12 months  0.139     +0.00 [too few]  5 of 6   6 of 6   NB, mean of 12 months, not clearly
           3       0.164       NB-INGARCH(1)          0.15      -0.09 [too few]  6 of 6   6 of 6   NB-INGARCH(1), not clearly
           12      0.33        NB-INGARCH(1)          0.451     +0.27 [too few]  6 of 6   6 of 6   the model, not clearly
           24      0.404       NB-INGARCH(1)          0.557     +0.27 [too few]  5 of 5   5 of 5   the model, not clearly
  The model leads in 4 of 6 rows, clearly in 0.

  200 futures an origin, seed 1, from the priors: nothing was fitted. Months: when the period forecast ends, or how many are
  counted. CRPS is in the unit of the series, lower is better. Skill: 1 less the ratio to the best naive
  forecast, with the 90 % of a block bootstrap. Clearly: the interval leaves 0 out. In 50 %, in 90 %: numbers
  inside the model's interval.
  Whoever wrote the model knew these years: only what is written down before it happens is a clean test.

$ entente score scored.ent -n 200 --level C1 --series customs --origins once --progress never
scored · C1: shocks from outside are known · 1 origin, 2016-01 to 2016-01
  series   months  model CRPS  best naive forecast  its CRPS  skill [90 %]     in 50 %  in 90 %  leads                   unit
  customs  all     2.67        persistence          11.8      +0.77 [too few]  6 of 6   6 of 6   the model, not clearly  USD/month
  The model leads in 1 of 1 row, clearly in 0.

  200 futures an origin, seed 1, from the priors: nothing was fitted. Months: when the period forecast ends, or how many are
  counted. CRPS is in the unit of the series, lower is better. Skill: 1 less the ratio to the best naive
  forecast, with the 90 % of a block bootstrap. Clearly: the interval leaves 0 out. In 50 %, in 90 %: numbers
  inside the model's interval.
  Whoever wrote the model knew these years: only what is written down before it happens is a clean test.

$ entente score scored.ent -n 200 --level C0 --series talks --horizons 12 --csv --progress never | head -3
level,series,horizon,origin,first,last,observed,unit,forecaster,crps,log_score,pit_low,pit_high,within_50,within_90,brier
C0,talks,12,2016-01,2016-01,2016-12,2,,"the model",0.36899497487437194,1.2552660987134867,0.51,0.795,1,1,0.065025
C0,talks,12,2016-01,2016-01,2016-12,2,,"climatology",0.5700485251945905,1.7884929000336398,0.6173782908186968,0.7845902758596335,1,1,0.12292856719377555

$ entente score scored.ent -n 200 --level C0 --series customs --min-skill 0.2 --progress never
scored · C0: nothing is known from the origin on · 6 origins, 2016-01 to 2021-01
  series   months  model CRPS  best naive forecast  its CRPS  skill [90 %]     in 50 %  in 90 %  leads                   unit
  customs  12      22.9        AR(1)                15.2      -0.51 [too few]  4 of 6   4 of 6   AR(1), not clearly      USD/month
           24      14          persistence          15.3      +0.08 [too few]  3 of 5   4 of 5   the model, not clearly  USD/month
  The model leads in 1 of 2 rows, clearly in 0.

  200 futures an origin, seed 1, from the priors: nothing was fitted. Months: when the period forecast ends, or how many are
  counted. CRPS is in the unit of the series, lower is better. Skill: 1 less the ratio to the best naive
  forecast, with the 90 % of a block bootstrap. Clearly: the interval leaves 0 out. In 50 %, in 90 %: numbers
  inside the model's interval.
  Whoever wrote the model knew these years: only what is written down before it happens is a clean test.
! C0 customs, 12 months: skill -0.51 is below 0.2 (--min-skill)
! C0 customs, 24 months: skill 0.08 is below 0.2 (--min-skill)
[1]
# What was held out is scored once.

$ entente score scored.ent -n 200 --holdout --level C0 --series talks --progress never
scored · C0: nothing is known from the origin on · 3 origins, 2022-01 to 2022-03
  series  months  model CRPS  best naive forecast  its CRPS  skill [90 %]     in 50 %  in 90 %  leads                       unit
  talks   1       0.0117      climatology          0.0077    -0.52 [too few]  3 of 3   3 of 3   climatology, not clearly
          3       0.0841      NB-INGARCH(1)        0.0609    -0.38 [too few]  1 of 1   1 of 1   NB-INGARCH(1), not clearly
  The model leads in 0 of 2 rows, clearly in 0.

  200 futures an origin, seed 1, from the priors: nothing was fitted. Months: when the period forecast ends, or how many are
  counted. CRPS is in the unit of the series, lower is better. Skill: 1 less the ratio to the best naive
  forecast, with the 90 % of a block bootstrap. Clearly: the interval leaves 0 out. In 50 %, in 90 %: numbers
  inside the model's interval.
  These months were held out; this was their one score, and holdout.log says so.

$ entente score scored.ent -n 200 --holdout --level C0 --series talks --progress never 2>&1 | cut -c 1-104
error: what was held out has been scored already, and only the first time counts. holdout.log: {"time":"

$ rm holdout.log
# Faults

$ entente score scored.ent --until 2022-02
! error: --until 2022-02 reaches into the months held out, 2022-01 and later; `--holdout` scores them, once
[2]

$ entente score scored.ent --horizons 1,x
! error: --horizons needs whole months from 1 to 600 with commas, such as 1,3,12, not `1,x`
[2]

$ entente score scored.ent --series custom
! error: `scored` observes no series and records no event `custom`. Did you mean `customs`?
[2]

$ entente score scored.ent --level C4
! error: --level is one of C0, C1, C2, not `C4`. Did you mean `C0`, `C1` or `C2`?
[2]

$ entente score scored.ent --min-skill much
! error: --min-skill needs a number of at most 1, such as 0 or 0.1, not `much`
[2]

$ entente score scored.ent --from 2009
! error: forecasts from 2009-01 to 2021-12 need a record before them and months to forecast; the model's time begins in 2010-01 and its last whole year ends in 2021-12
[2]

$ entente score scored.ent --holdout --from 2020
! error: --holdout scores all that was held out; it goes without --from and --until
[2]

$ entente score scored.ent --series customs --horizons 5
! error: nothing that `scored` observes or records can be scored from 2016-01 to 2021-12: take other --horizons or --origins
[2]

$ entente score tiny.ent --posterior no.nc
! error: cannot use `no.nc`: No such file or directory
[2]
