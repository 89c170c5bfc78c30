$ printf 'model m "M" {\n  language 1\n  time month from 2020-01 to 2020-12\n  omits "all else"\n  outputs x\n}\nparam rate : 1/month = 0.1\nstock x : 1 = 1 { outflow lost = rate * x }\n' > m.ent

$ entente show tokens m.ent | tail -5
8:39 symbol *
8:41 name x
8:43 symbol }
8:44 line end
9:1 end

$ entente show tree m.ent
model m "M"
  time month from 2020-01 to 2020-12
  omits "all else"
  outputs x
  language 1
param rate
  unit 1^1 month^-1
  = 0.1
stock x
  unit 1^1
  = 1
  outflow lost = (* rate x)

$ entente show model m.ent
model m "M"
2020-01 to 2020-12, forecast from 2021-01, 1 parts a month, euler
1 stock, 1 flow, 1 parameter

param rate : 1/month
  = 0.1
stock x : 1
  = 1
outflow x.lost : 1/month
  = rate * x
scenario baseline (0 changes)

$ entente show program m.ent | grep -o 'record .* as x' | tail -1
record s0 (x) as x

$ entente show tree - < m.ent | head -2
model m "M"
  time month from 2020-01 to 2020-12

$ entente show model broken.ent | head -2
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

$ entente show tre m.ent
! error: `show` takes tokens, tree, model, program, decisions, not `tre`. Did you mean `tree`?
[2]

$ entente show tree
! error: `show` needs more arguments. Usage: entente show tokens|tree|model|program FILE | decisions MODEL
[2]
# What players consider as they choose.

$ printf 'model g "G" {\n  language 1\n  time month from 2020-01 to 2021-12\n  forecast from 2020-07\n  omits "all else"\n  outputs arms\n}\nactors A "One", B "Other"\nlever build : 1/month = 0 in 0..2 held by A\nlever talk : 1 = 0 in 0..1 held by B\nstock arms : 1 = 5 { inflow built = build; outflow scrapped = 0.1 [1/month] * arms * talk }\nplayer A every 6 months {\n  option arm "Arm" { build = 1; leaning 0.5 }\n  option wait "Wait" {}\n  wants 0.1 * arms - 0.02 * arms * build * 1 [month]\n  precision 4\n  inertia 1\n}\nplayer B every 12 months {\n  option speak "Talk" { talk = 1 }\n  option keep_quiet "Keep quiet" {}\n  wants -0.1 * arms - 0.3 * talk\n}\n' > g.ent

$ entente show decisions g.ent -n 50 --progress never
g · baseline · 2020-07 · policy rule · 50 futures · seed 1 · priors

A chooses in 50 of 50 futures

  option  leaning  chance  chosen in
  arm     +0.50    0.622   28         Arm
  wait    +0.00    0.378   22         Wait

B chooses in 50 of 50 futures

  option      leaning  chance  chosen in
  speak       +0.00    0.500   23         Talk
  keep_quiet  +0.00    0.500   27         Keep quiet

Means over the futures in which a player chooses; the error is that of a value in one future,
from its replicates. This is a model, not a forecast; it is not for targeting or warning.

$ entente show decisions g.ent -n 50 --at 2021-01 --policy rollout --replicates 4 --progress never
g · baseline · 2021-01 · policy rollout · 50 futures · seed 1 · priors

A chooses in 50 of 50 futures

  option  leaning  value  error   chance  chosen in
  arm     +1.48    1.91   0.0605  0.939   49         Arm
  wait    +0.02    1.46   0.0421  0.061   1          Wait

B is not due in this month

Means over the futures in which a player chooses; the error is that of a value in one future,
from its replicates. This is a model, not a forecast; it is not for targeting or warning.

$ entente show decisions g.ent -n 50 --policy equilibrium --replicates 4 --player B --progress never
g · baseline · 2020-07 · policy equilibrium · 50 futures · seed 1 · priors

B chooses in 50 of 50 futures

  option      leaning  value  error   chance  chosen in
  speak       +0.00    −1.46  0.0831  0.600   29         Talk
  keep_quiet  +0.00    −1.86  0.104   0.400   21         Keep quiet

Means over the futures in which a player chooses; the error is that of a value in one future,
from its replicates. This is a model, not a forecast; it is not for targeting or warning.

$ entente show decisions g.ent -n 50 --at 2020-01
! error: --at 2020-01: players of `g` choose from 2020-07 to 2021-12
[2]

$ entente show decisions g.ent -n 50 --player C
! error: `g` has no player `C`. Players: A, B
[2]

$ entente show model m.ent --policy rollout
! error: --policy is for `entente show decisions MODEL`
[2]
