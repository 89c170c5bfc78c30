$ entente bargain actors.csv
A made-up committee: 6 actors, 2 dimensions; conditional election, exponent 1

As stated
  position of  Strictness  Delay  chance
  Isles        60.0        15.0   28 %
  Centre       50.0        40.0   25 %
  East         70.0        45.0   19 %
  West         25.0        60.0   15 %
  North        85.0        10.0   12 %
  South        10.0        80.0   below 1 %
  mean         56.8        33.6
  spread       17.7        18.0

Challenges that each expects to gain most from
  challenger  target  expects to win  gain   would meet at
  North       West    66 %            0.332  74.0, 15.3
  East        Centre  55 %            0.081  65.5, 42.6
  Centre      West    38 %            0.003  27.5, 51.0
  West        East    61 %            0.223  34.8, 54.1
  South       East    62 %            0.330  17.9, 70.6
  Isles       East    71 %            0.167  69.3, 15.5

After 17 rounds of bargaining, settled
  position of  Strictness  Delay  chance
  East, West   66.3        29.1   30 %
  Centre       66.2        35.8   27 %
  Isles        66.3        26.9   24 %
  North        72.7        22.4   18 %
  South        10.0        80.0   below 1 %
  mean         67.3        29.3
  spread       3.8         5.3
!
! This follows from the scores in the table, which are opinions: vary them. Rounds are no calendar time.

$ entente bargain actors.csv --rounds 0 --election incentive --exponent 2 -q
A made-up committee: 6 actors, 2 dimensions; incentive election, exponent 2

As stated
  position of  Strictness  Delay  chance
  Isles        60.0        15.0   27 %
  Centre       50.0        40.0   19 %
  East         70.0        45.0   19 %
  West         25.0        60.0   17 %
  North        85.0        10.0   15 %
  South        10.0        80.0   3 %
  mean         56.7        33.9
  spread       19.7        19.6

Challenges that each expects to gain most from
  challenger  target  expects to win  gain   would meet at
  North       West    66 %            0.322  73.7, 15.4
  East        Centre  57 %            0.094  65.9, 42.7
  Centre      West    36 %            0.002  27.1, 51.8
  West        East    60 %            0.225  35.2, 53.9
  South       East    62 %            0.323  18.3, 70.2
  Isles       East    69 %            0.193  69.4, 15.6

$ printf 'a,b,Power,Pstn,Sal\nX, x, 10.5, 20, 40,\nY,y,20,80,60' | entente bargain - -q --rounds 0
standard input: 2 actors, 1 dimension; conditional election, exponent 1

As stated
  position of  Pstn  chance
  X            20.0  51 %
  Y            80.0  49 %
  mean         49.3
  spread       30.0

Challenges that each expects to gain most from
  challenger  target  expects to win  gain   would meet at
  X           Y       30 %            0.112  75.6
  Y           X       68 %            0.268  74.7
# Faults of the table name the place, the reason and the way out.

$ printf 'Rule,made up,3,1,\nActor,Description,Power,Pstn,Sal,\nX,x,10,120,40,\nX,x,0,20,few,\nY,y,5,30' > wrong.csv

$ entente bargain wrong.csv
! error[E6009]: 120 is outside of 0 to 100
!  --> wrong.csv:3:8
!   |
! 3 | X,x,10,120,40,
!   |        ^^^ in column `Pstn`
!   |
!   = help: positions and saliences are on a scale from 0 to 100
!   = more: entente explain E6009
!
! error[E6009]: two actors are called `X`
!  --> wrong.csv:4:1
!   |
! 4 | X,x,0,20,few,
!   | ^ the second
!   |
!   = help: give one of them another name
!   = more: entente explain E6009
!
! error[E6009]: a capability of 0
!  --> wrong.csv:4:5
!   |
! 4 | X,x,0,20,few,
!   |     ^ not above 0
!   |
!   = help: leave out actors who bring nothing to bear
!   = more: entente explain E6009
!
! error[E6009]: `few` is not a number
!  --> wrong.csv:4:10
!   |
! 4 | X,x,0,20,few,
!   |          ^^^ in column `Sal`
!   |
!   = help: write it as in 1234.5: digits, a point, no unit and no thousands separator
!   = more: entente explain E6009
!
! error[E6009]: this row has 4 cells, the header 5
!  --> wrong.csv:5:1
!   |
! 5 | Y,y,5,30
!   | ^^^^^^^^ too few
!   |
!   = help: a cell with a comma in it is written in quotes
!   = more: entente explain E6009
[1]

$ printf 'Rule,made up,1,2,\nActor,Description,Power,Pstn1,Sal1,Pstn2,Sal2\nX,x,102.5,75,49.5,6.3,105.9\nY,y,3,1,60,2,70\nZ,z,3,1,0,2,0\n' | entente bargain -
! error[E6009]: the table has 3 rows of actors, the first line says 1
!  --> standard input:1:14
!   |
! 1 | Rule,made up,1,2,
!   |              ^ this number
!   |
!   = help: count the rows again, or leave the first line out
!   = more: entente explain E6009
!
! error[E6009]: 105.9 is outside of 0 to 100
!  --> standard input:3:23
!   |
! 3 | X,x,102.5,75,49.5,6.3,105.9
!   |                       ^^^^^ in column `Sal2`
!   |
!   = help: positions and saliences are on a scale from 0 to 100
!   = more: entente explain E6009
!
! error[E6009]: the saliences of `Y` sum to 130
!  --> standard input:4:9
!   |
! 4 | Y,y,3,1,60,2,70
!   |         ^^^^^^^ more than 100
!   |
!   = help: divide them by 1.300 or more: they are shares of the attention that an actor has
!   = more: entente explain E6009
!
! error[E6009]: nothing matters to `Z`
!  --> standard input:5:9
!   |
! 5 | Z,z,3,1,0,2,0
!   |         ^^^^^ saliences of 0
!   |
!   = help: leave out actors who do not care
!   = more: entente explain E6009
[1]

$ printf 'Actor,Description,Power,Position\nX,x,1,2\n' | entente bargain -
! error[E6009]: the header has 4 columns
!  --> standard input:1:1
!   |
! 1 | Actor,Description,Power,Position
!   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ five, seven, nine and so on were expected
!   |
!   = help: columns are actor, description, capability, then position and salience of each dimension
!   = more: entente explain E6009
[1]

$ printf 'Actor,Description,Power,Position,Salience\n' | entente bargain -
! error[E6009]: a table without actors
!  --> standard input:1:1
!   |
! 1 | Actor,Description,Power,Position,Salience
!   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing follows the header
!   |
!   = more: entente explain E6009
[1]

$ entente bargain nowhere.csv
! error: cannot open `nowhere.csv` (table of actors): there is no such file
[2]

$ entente bargain actors.csv --election fair
! error: --election is one of conditional, uniform, incentive, not `fair`
[2]
