$ entente compare tiny.ent baseline no_visits -n 500
  no_visits less baseline · 500 paired futures · seed 1
  medians with 90 % bands, in the month where the mean difference is largest

  output  month    baseline                 no_visits                     difference            higher in  unit
  trust   2025-01  0.161 [0.0036 to 0.729]  0.00826 [0.000124 to 0.0725]  −0.147 [−0.683 to 0]  none seen
  visits  2024-08  0 [0 to 1]               0                             0 [−1 to 0]           none seen

$ entente compare tiny.ent baseline baseline -n 50
  baseline less baseline · 50 paired futures · seed 1
  medians with 90 % bands, in the month where the mean difference is largest

  2 outputs are the same in every future (--all shows them)

$ entente run tiny.ent -s many_visits -n 500 -o a --quiet > /dev/null

$ entente compare a baseline many_visits
  many_visits less baseline · 500 paired futures · seed 1
  medians with 90 % bands, in the month where the mean difference is largest

  output  month    baseline                 many_visits           difference               higher in   unit
  trust   2023-01  0.219 [0.0198 to 0.694]  1.61 [0.289 to 3.16]  +1.33 [+0.197 to +2.63]  486 of 500
  visits  2022-06  0 [0 to 1]               1                     +1 [0 to +1]             466 of 500

$ entente compare a baseline many_visits --var trust
  many_visits less baseline · 500 paired futures · seed 1
  medians with 90 % bands, in the month where the mean difference is largest

  output  month    baseline                 many_visits           difference               higher in   unit
  trust   2023-01  0.219 [0.0198 to 0.694]  1.61 [0.289 to 3.16]  +1.33 [+0.197 to +2.63]  486 of 500

$ entente compare a baseline baseline --all
  baseline less baseline · 500 paired futures · seed 1
  medians with 90 % bands, in the month where the mean difference is largest

  output  month    baseline                 baseline                 difference  higher in  unit
  trust   2025-01  0.161 [0.0036 to 0.729]  0.161 [0.0036 to 0.729]  0           none seen
  visits  2024-12  0 [0 to 1]               0 [0 to 1]               0           none seen

$ entente compare a baseline many_visits --var trst
! error: the run keeps no output `trst`. Did you mean `trust`?
[2]

$ entente compare a baseline no_visits
! error: the run in `a` has no scenario `no_visits`. Did you mean `many_visits`?
[2]

$ entente compare a baseline many_visits -n 10
! error: `a` is a run: its --members is decided. Name a model to run anew
[2]

$ entente compare tiny.ent baseline no_visit
! error: `tiny` has no scenario `no_visit`. Did you mean `no_visits`?
[2]

$ entente compare tiny.ent baseline
! error: `compare` needs more arguments. Usage: entente compare MODEL|RUNDIR A B
[2]

$ rm a/members.nc

$ entente compare a baseline many_visits
! error: the folder `a` holds no model: no file *.ent in it says `model NAME`
[2]
