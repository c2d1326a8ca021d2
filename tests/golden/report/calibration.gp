# calibration chart by quotacast 0.1.0. Draw it again with: gnuplot -d calibration.gp
# for another format: gnuplot -d -e "format='svg'" calibration.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './calibration.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'calibration' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set tmargin at screen 0.70
set multiplot
set errorbars 0
set label '{/:Bold='.title.' 80% ranges held 61% of 80 forecasts}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Won deals and bookings, up to 12 months ahead, from 20 days between 2025-01-31 and 2026-08-31' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'acme.yaml · seed 42 · 2,000 trials · quotacast 0.1.0 · PIT, randomised for counts; band and bars: 90%' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set label '{/:Bold='.body.' Did results fall evenly across their ranges?}' at screen 0.0750, screen 0.7900 left tc rgb '#1D2939'
set label 'Results by tenth of their forecast, lowest to highest' at screen 0.0750, screen 0.7450 left tc rgb '#667085' noenhanced font face.','.quiet
# tenth, share of results in percent
$tenths << EOD
1 17.5000
2 10.0000
3 6.2500
4 7.5000
5 6.2500
6 8.7500
7 6.2500
8 7.5000
9 8.7500
10 21.2500
EOD
set lmargin at screen 0.075; set rmargin at screen 0.470
set xrange [0.4:10.6]; set yrange [0:24.4375]
set xtics ('0 to 10%%' 1, '50%%' 5.5, '90 to 100%%' 10)
set ytics autofreq format '%g%%'
set object 1 rectangle from graph 0, first 0.0000 to graph 1, first 20.0000 behind fillcolor rgb '#F2F4F7' fillstyle solid 1 noborder
set arrow from graph 0, first 0.0000 to graph 1, first 0.0000 nohead front lw 1.5 lc rgb '#98A2B3'
set arrow from graph 0, first 20.0000 to graph 1, first 20.0000 nohead front lw 1.5 lc rgb '#98A2B3'
set arrow from graph 0, first 10.0000 to graph 1, first 10.0000 nohead front dt (3,5) lw 1.5 lc rgb '#1D2939'
set label 'even' at graph 1.0120, first 10.0000 left tc rgb '#667085' noenhanced font face.','.quiet
plot $tenths using 1:2:(0.88) with boxes lc rgb '#8FBBE0'
unset label; unset arrow; unset object
set label '{/:Bold='.body.' Did stated chances come true?}' at screen 0.5750, screen 0.7900 left tc rgb '#1D2939'
set label 'Stated (across), came true (up), how many' at screen 0.5750, screen 0.7450 left tc rgb '#667085' noenhanced font face.','.quiet
# chance stated, share that came true, its 90% range, n; in percent
$chances << EOD
20.0000 28.7500 21.0688 37.5486 80
55.0000 52.5000 42.0709 62.7580 80
90.0000 76.2500 67.8044 83.3156 80
EOD
set label '80' at first 22.2000, first 25.7500 left tc rgb '#667085' noenhanced font face.','.quiet
set label '80' at first 57.2000, first 49.5000 left tc rgb '#667085' noenhanced font face.','.quiet
set label '80' at first 92.2000, first 73.2500 left tc rgb '#667085' noenhanced font face.','.quiet
set lmargin at screen 0.575; set rmargin at screen 0.970
set xrange [0:104]; set yrange [0:104]
set xtics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)
set ytics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)
set arrow from first 0, first 0 to first 100, first 100 nohead back dt (3,5) lw 1.5 lc rgb '#1D2939'
plot $chances using 1:2:3:4 with yerrorbars pt 7 ps 0 lw 2.5 lc rgb '#9CC3E6', \
     $chances using 1:2 with points pt 7 ps 1.2 * dot lc rgb '#0B5CAD'
unset multiplot
