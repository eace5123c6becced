#!/bin/sh
# The distance of the last position from a goal, which the parameters give: a reward in the format "lines".

# mawk, the awk of Debian and Ubuntu, waits until a block of input is full unless it is told not to.
case $(awk -W version </dev/null 2>&1) in
    *mawk*) set -- -W interactive ;;
    *) set -- ;;
esac

exec awk "$@" '
    # The first line of each side says what it speaks.
    NR == 1 {
        if ($1 != "elites-requests") {
            print "This program scores samples for Diffusion Elites, which starts it." > "/dev/stderr"
            exit 1
        }
        print "elites-rewards 1"
        fflush()
        next
    }
    # batch NUMBER COUNT CHANNELS LENGTH PARAMETERS
    $1 == "batch" {
        channels = $4
        positions = $5
        parameters = $6
        next
    }
    # end NUMBER: the same line ends the answer, which must leave the buffers now.
    $1 == "end" {
        print
        fflush()
        next
    }
    # ID INDIVIDUAL PARAMETER... NUMBER..., first all positions of channel 0.
    {
        sum = 0
        for (c = 0; c < channels; c++) {
            away = $(2 + parameters + c * positions + positions) - $(3 + c)
            sum += away * away
        }
        printf "%.9g\n", sqrt(sum)
    }
'
