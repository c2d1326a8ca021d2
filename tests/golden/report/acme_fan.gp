# fan chart by quotacast 0.1.0. Draw it again with: gnuplot -d fan.gp
# for another format: gnuplot -d -e "format='svg'" fan.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './fan.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'fan' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set bmargin at screen 0.130
set label '{/:Bold='.title.' 34% chance of reaching the 2026 target of €1.8M}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Cumulative bookings, € million. Actuals to June; simulated from July (20,000 trials)' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · bands: 50, 80, 90% of trials' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set xrange [-1:11]
set xtics ("Jan" 0, "Feb" 1, "Mar" 2, "Apr" 3, "May" 4, "Jun" 5, "Jul" 6, "Aug" 7, "Sep" 8, "Oct" 9, "Nov" 10, "Dec" 11)
set yrange [0:2.5]
set ytics ('0' 0, '0.5' 0.5, '1' 1, '1.5' 1.5, '2' 2, '2.5' 2.5)
set arrow from first 5.0000, graph 0 to first 5.0000, graph 1 nohead lw 1.5 lc rgb '#98A2B3'
set label 'today, 30 Jun' at first 5.0000, screen 0.8220 center tc rgb '#667085' noenhanced font face.','.quiet
set arrow from -1, first 1.8000 to 11.0000, first 1.8000 nohead front dt (12,8) lw 2.5 lc rgb '#C2410C'
set label '{/:Bold='.body.' Target €1.8M}' at screen 0.0830, screen 0.6484 left tc rgb '#C2410C' front boxed bs 1
set arrow from 5.0000, first 0.8190 to 11.0000, first 1.8000 nohead front dt (2,5) lw 2.5 lc rgb '#667085'
set arrow from first 9.3200, graph 0.3735 to first 9.3200, graph 0.6101 nohead front lw 1 lc rgb '#98A2B3'
set label 'needed: €164k a month' at first 9.3200, screen 0.3602 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '5% above €2.3M' at screen 0.8080, screen 0.7473 left tc rgb '#667085' noenhanced font face.','.quiet
set label '25% above' at screen 0.8080, screen 0.6357 left tc rgb '#667085' noenhanced font face.','.quiet
set label '{/:Bold='.body.' Median €1.67M}' at screen 0.8080, screen 0.5772 left tc rgb '#0B5CAD'
set label '25% below' at screen 0.8080, screen 0.5307 left tc rgb '#667085' noenhanced font face.','.quiet
set label '5% below €1.31M' at screen 0.8080, screen 0.4799 left tc rgb '#667085' noenhanced font face.','.quiet
$actual << EOD
-1 0.0000
0 0.1080
1 0.2490
2 0.4260
3 0.5475
4 0.6795
5 0.8190
EOD
# month, then the values undershot in 5, 10, 25, 50, 75, 90 and 95% of trials
$bands << EOD
5.0000 0.8190 0.8190 0.8190 0.8190 0.8190 0.8190 0.8190
6 0.8578 0.8687 0.8941 0.9379 1.0073 1.1038 1.1837
7 0.9306 0.9538 1.0037 1.0812 1.1911 1.3290 1.4348
8 1.0163 1.0507 1.1220 1.2271 1.3689 1.5380 1.6632
9 1.1089 1.1536 1.2442 1.3740 1.5434 1.7396 1.8816
10 1.2057 1.2602 1.3688 1.5212 1.7159 1.9368 2.0943
11 1.3054 1.3692 1.4950 1.6687 1.8871 2.1312 2.3033
EOD
plot $bands using 1:2:8 with filledcurves lc rgb '#DCE9F5', \
     $bands using 1:3:7 with filledcurves lc rgb '#BDD7EE', \
     $bands using 1:4:6 with filledcurves lc rgb '#8FBBE0', \
     $bands using 1:5 with lines lw 4 lc rgb '#0B5CAD', \
     $actual using 1:2 with lines lw 4 lc rgb '#1D2939', \
     $actual every ::1 using 1:2 with points pt 7 ps dot lc rgb '#1D2939'
