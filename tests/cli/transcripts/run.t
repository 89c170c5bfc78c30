$ entente run tiny.ent -s many_visits -n 500 -o a
  output  at                    scenario     median [90 % band]       difference from baseline              unit
  trust   2025-01               baseline     0.161 [0.0036 to 0.729]
                                many_visits  0.303 [0.0156 to 1.11]   +0.151 ± 0.0144 [+0.00325 to +0.448]
  visits  12 months to 2024-12  baseline     1 [0 to 3]
                                many_visits  1 [0 to 3]               none
  difference: mean over the paired futures ± two standard errors of sampling [90 % of them]
!   tiny · 2 scenarios · 500 futures each, paired · seed 1 · priors plain
!   wrote a

$ ls a
events.csv
manifest.json
members.nc
quantiles.csv
summary.json

$ head -3 a/quantiles.csv
scenario,variable,actor,dyad,time,q05,q25,q50,q75,q95,mean,n,unit
baseline,trust,,,2020-01-01,0.4,0.4,0.4,0.4,0.4,0.4,500,1
baseline,trust,,,2020-02-01,0.3316252,0.3519134,0.36197597,0.36941317,0.37754256,0.3591377,500,1

$ head -4 a/events.csv
scenario,member,date,kind,count,source
,,2020-03-01,visits,1,recorded
,,2020-09-01,visits,1,recorded
,,2021-04-01,visits,1,recorded

$ entente run tiny.ent -s many_visits -n 500 -o a
! error: `a` is not empty. Name another folder, or replace its run with --force
[2]

$ entente run tiny.ent -s many_visits -n 500 -o a --force
  output  at                    scenario     median [90 % band]       difference from baseline              unit
  trust   2025-01               baseline     0.161 [0.0036 to 0.729]
                                many_visits  0.303 [0.0156 to 1.11]   +0.151 ± 0.0144 [+0.00325 to +0.448]
  visits  12 months to 2024-12  baseline     1 [0 to 3]
                                many_visits  1 [0 to 3]               none
  difference: mean over the paired futures ± two standard errors of sampling [90 % of them]
!   tiny · 2 scenarios · 500 futures each, paired · seed 1 · priors plain
!   wrote a

$ entente run --from-manifest a/manifest.json -o again
  output  at                    scenario     median [90 % band]       difference from baseline              unit
  trust   2025-01               baseline     0.161 [0.0036 to 0.729]
                                many_visits  0.303 [0.0156 to 1.11]   +0.151 ± 0.0144 [+0.00325 to +0.448]
  visits  12 months to 2024-12  baseline     1 [0 to 3]
                                many_visits  1 [0 to 3]               none
  difference: mean over the paired futures ± two standard errors of sampling [90 % of them]
!   tiny · 2 scenarios · 500 futures each, paired · seed 1 · priors plain
!   wrote again
!   the same bytes as the manifest's, all 4 files

$ entente run --from-manifest a -o again2 --quiet
  output  at                    scenario     median [90 % band]       difference from baseline              unit
  trust   2025-01               baseline     0.161 [0.0036 to 0.729]
                                many_visits  0.303 [0.0156 to 1.11]   +0.151 ± 0.0144 [+0.00325 to +0.448]
  visits  12 months to 2024-12  baseline     1 [0 to 3]
                                many_visits  1 [0 to 3]               none
  difference: mean over the paired futures ± two standard errors of sampling [90 % of them]

$ entente run --from-manifest a -n 3 -o again3
! error: --from-manifest says what --members says; leave one of them out
[2]

$ entente run --from-manifest a tiny.ent
! error: --from-manifest holds the model; leave `tiny.ent` out
[2]

$ entente run --from-manifest tiny.ent
! error: cannot use `tiny.ent`: the manifest is not JSON
[2]

$ entente run --from-manifest absent.json
! error: cannot open `absent.json` (manifest): there is no such file
[2]

$ entente run tiny.ent --member 3 -o one
  output  at                    scenario  median [90 % band]  unit
  trust   2025-01               baseline  0.418
  visits  12 months to 2024-12  baseline  1
!   tiny · 1 scenario · member 3 alone · seed 1 · priors plain
!   wrote one

$ entente run tiny.ent -n 1 --prior-set doubtful --history free --draws mean -o two
  output  at                    scenario  median [90 % band]  unit
  trust   2025-01               baseline  0.00956
  visits  12 months to 2024-12  baseline  1.2
!   tiny · 1 scenario · 1 future · seed 1 · priors doubtful
!   wrote two

$ entente run tiny.ent -s many_vists -o b
! error: `tiny` has no scenario `many_vists`. Did you mean `many_visits`?
[2]

$ entente run tiny.ent -s xyz -o b
! error: `tiny` has no scenario `xyz`. Scenarios: baseline, many_visits, no_visits
[2]

$ entente run tiny.ent --prior-set plane -o b
! error: `tiny` has no prior set `plane`. Prior sets: plain, doubtful
[2]

$ entente run tiny.ent --prior-set doubtful -n 50 -o b --keep all --quantiles all --wide
  output        at                    scenario  median [90 % band]             unit
  visits        12 months to 2024-12  baseline  1 [0 to 3]
  trust         2025-01               baseline  0.0108 [1.8e-05 to 0.206]
  trust.warmed  2024-12               baseline  0                              1/month
  trust.cooled  2024-12               baseline  0.000886 [3.11e-06 to 0.0177]  1/month
!   tiny · 1 scenario · 50 futures · seed 1 · priors doubtful
!   wrote b

$ ls b
events.csv
manifest.json
members.nc
quantiles.csv
quantiles_all.csv
quantiles_wide.csv
summary.json

$ head -2 b/quantiles_all.csv
scenario,variable,actor,dyad,time,q05,q25,q50,q75,q95,mean,n,unit,error
baseline,visits,,,2020-01-01,0,0,0,0,0,0,50,1,0.00390625

$ entente run nan.ent -n 200 -o broken
  output     at       scenario  median [90 % band]      unit
  level      2021-01  baseline  −0.224 [−1.4 to 0.408]
  log_level  2021-01  baseline  −1.7 [−4.2 to −0.7]
!   nan · 1 scenario · 200 futures · seed 1
! error: 134 of 200 members of `baseline` broke; the run is kept
!   E5001 `log_level` is not a number in 2020-06, member 0
!   E5001 `log_level` is not a number in 2020-09, member 6
!   E5001 `log_level` is not a number in 2020-09, member 9
!   E5001 `log_level` is not a number in 2020-09, member 10
!   E5001 `log_level` is not a number in 2020-08, member 14
!   and 129 more
!   wrote broken
[3]

$ entente run nan.ent -n 200 -o broken2 --quiet 2> /dev/null
  output     at       scenario  median [90 % band]      unit
  level      2021-01  baseline  −0.224 [−1.4 to 0.408]
  log_level  2021-01  baseline  −1.7 [−4.2 to −0.7]
[3]

$ entente run
! error: `run` needs a model. Usage: entente run MODEL [flags]
[2]

$ entente run tiny.ent -o tiny.ent
! error: `tiny.ent` (--output) is a file, not a folder
[2]

$ entente run tiny.ent -o tiny.ent/inside
! error: cannot make the folder `tiny.ent/inside`: Not a directory
[2]

$ entente run tiny.ent -n 10 --isa v9
! error: --isa is one of auto, scalar, v3, v4, not `v9`. Did you mean `v3` or `v4`?
[2]
# More than any machine holds is said before it is tried.

$ sed 's/to 2024-12/to 2900-12/' tiny.ent > huge.ent

$ entente run huge.ent -n 10000000 -o big 2>&1 | sed "s/has .* GB/has N GB/"
error: the outputs of these futures fill 845.8 GB, this machine has N GB. Take fewer futures (-n), outputs or scenarios
