# Files are rewritten in place; what is fine already is left alone.

$ printf 'model m "M" { language 1\ntime month from 2020-01 to 2020-12\nomits "all" }\nlet x:1=1+ 2 # sum\n' > m.ent

$ entente fmt --check m.ent
m.ent
! 1 file would change; entente fmt writes them
[1]

$ entente fmt --check . 
m.ent
tiny.ent
! 2 files would change; entente fmt writes them
[1]

$ entente fmt m.ent
! 1 of 1 file changed

$ cat m.ent
model m "M" {
  language 1
  time month from 2020-01 to 2020-12
  omits "all"
}
let x : 1 = 1 + 2  # sum

$ entente fmt m.ent
! 0 of 1 file changed

$ printf 'let x:1=1' | entente fmt -
let x : 1 = 1

$ printf 'let x:1=1' | entente fmt --check -
standard input
! 1 file would change; entente fmt writes them
[1]

$ printf 'let x : 1 = (1' | entente fmt -
! error[E1011]: this parenthesis is not closed: expected `)`, found the end of the file
!  --> standard input:1:15
!   |
! 1 | let x : 1 = (1
!   |             - ^ expected `)`
!   |             the parenthesis opened here
!   |
!   = more: entente explain E1011
[1]

$ entente fmt absent.ent
! error: cannot open `absent.ent` (to format): there is no such file
[2]

$ entente fmt m.ent absent.ent
! error: cannot open `absent.ent` (to format): there is no such file
[2]
