# tornado chart by quotacast 0.1.0. Draw it again with: gnuplot -d tornado.gp
# for another format: gnuplot -d -e "format='svg'" tornado.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './tornado.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'tornado' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set lmargin at screen 0.450; set rmargin at screen 0.950
set label '{/:Bold='.title.' The widest input alone moves the chance by 27 points}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Change in points of the 34% chance of €1.8M in 2026, each input over its own 80% range' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · same random numbers' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set label 'two more reps from August' at screen 0.4380, screen 0.7330 right tc rgb '#1D2939' noenhanced font face.','.body
set label '40%' at first -14.1680, screen 0.7330 right tc rgb '#667085' noenhanced font face.','.quiet
set label '56%' at first 12.7680, screen 0.7330 left tc rgb '#667085' noenhanced font face.','.quiet
set label 'activities.calls.per_rep_per_week=+20% …' at screen 0.4380, screen 0.5990 right tc rgb '#1D2939' noenhanced font face.','.body
set label '9 days' at first 10.1680, screen 0.5990 left tc rgb '#667085' noenhanced font face.','.quiet
set label '16 days' at first -9.1680, screen 0.5990 right tc rgb '#667085' noenhanced font face.','.quiet
set label 'pipeline.negotiation.conversion' at screen 0.4380, screen 0.4650 right tc rgb '#1D2939' noenhanced font face.','.body
set label '18.2k' at first -7.9458, screen 0.4650 right tc rgb '#667085' noenhanced font face.','.quiet
set label '25.1k' at first 7.1680, screen 0.4650 left tc rgb '#667085' noenhanced font face.','.quiet
set label 'new_deals' at screen 0.4380, screen 0.3310 right tc rgb '#1D2939' noenhanced font face.','.body
set label '52 per month' at first -6.5316, screen 0.3310 right tc rgb '#667085' noenhanced font face.','.quiet
set label '70 per month' at first 5.8953, screen 0.3310 left tc rgb '#667085' noenhanced font face.','.quiet
set label 'activities.calls.opportunity_rate' at screen 0.4380, screen 0.1970 right tc rgb '#1D2939' noenhanced font face.','.body
set label '2026-08-25' at first -5.5526, screen 0.1970 right tc rgb '#667085' noenhanced font face.','.quiet
set label '2026-10-01' at first 5.0142, screen 0.1970 left tc rgb '#667085' noenhanced font face.','.quiet
# row, change of the chance in points: lowest, highest
$swing << EOD
-0.5 -14 12.6
-1.5 -9 10
-2.5 -7.77778 7
-3.5 -6.36364 5.72727
-4.5 -5.38462 4.84615
EOD
set xrange [-22.4:22.4]
set xtics ('−20' -20, '−15' -15, '−10' -10, '−5' -5, '0' 0, '5' 5, '10' 10, '15' 15, '20' 20)
set xtics add ('34%%' 0)
set yrange [-5:0]
unset ytics; unset grid
set arrow from first 0, graph 0 to first 0, graph 1 nohead lc rgb '#1D2939' lw 2.5 front
plot $swing using 2:1:2:(0):($1-0.3):($1+0.3) with boxxyerror lc rgb '#F7C9AE', \
     $swing using 3:1:(0):3:($1-0.3):($1+0.3) with boxxyerror lc rgb '#9CC3E6'
