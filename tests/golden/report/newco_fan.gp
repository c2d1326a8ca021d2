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
set bmargin at screen 0.165
set label '{/:Bold='.title.' 70% chance of reaching the FY2027 target of 48 customers}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Cumulative customers. Simulated (20 000 trials)' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Newco · plans/newco.yaml · as of 30 June 2026 · seed 42 · 20 000 trials · quotacast 0.1.0 · bands: 50, 80, 90% of trials' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set xrange [-1:11]
set xtics ("Jul" 0, "Aug" 1, "Sep" 2, "Oct" 3, "Nov" 4, "Dec" 5, "Jan\n2027" 6, "Feb" 7, "Mar" 8, "Apr" 9, "May" 10, "Jun" 11)
set yrange [0:120]
set ytics ('0' 0, '20' 20, '40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
set arrow from -1, first 48.0000 to 11.0000, first 48.0000 nohead front dt (12,8) lw 2.5 lc rgb '#C2410C'
set label '{/:Bold='.body.' Target 48}' at screen 0.0830, screen 0.4550 left tc rgb '#C2410C' front boxed bs 1
set arrow from -1.0000, first 0.0000 to 11.0000, first 48.0000 nohead front dt (2,5) lw 2.5 lc rgb '#667085'
set arrow from first 7.6400, graph 0.1014 to first 7.6400, graph 0.2880 nohead front lw 1 lc rgb '#98A2B3'
set label 'needed: 4 a month' at first 7.6400, screen 0.2103 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '5% above 97' at screen 0.8080, screen 0.6758 left tc rgb '#667085' noenhanced font face.','.quiet
set label '25% above' at screen 0.8080, screen 0.5394 left tc rgb '#667085' noenhanced font face.','.quiet
set label '{/:Bold='.body.' Median 57}' at screen 0.8080, screen 0.4666 left tc rgb '#0B5CAD'
set label '25% below' at screen 0.8080, screen 0.4080 left tc rgb '#667085' noenhanced font face.','.quiet
set label '5% below 34' at screen 0.8080, screen 0.3431 left tc rgb '#667085' noenhanced font face.','.quiet
# month, then the values undershot in 5, 10, 25, 50, 75, 90 and 95% of trials
$bands << EOD
-1.0000 0.0000 0.0000 0.0000 0.0000 0.0000 0.0000 0.0000
0 1.0114 1.3449 2.1653 3.6756 6.2392 10.0453 13.3580
1 3.0646 3.8208 5.5231 8.3175 12.5256 18.1064 22.5738
2 5.5706 6.7290 9.2267 13.1031 18.6079 25.5149 30.8206
3 8.3296 9.8676 13.0971 17.9388 24.5706 32.6121 38.6337
4 11.2497 13.1490 17.0651 22.7980 30.4570 39.5276 46.2014
5 14.2811 16.5275 21.0970 27.6700 36.2910 46.3248 53.6116
6 17.3936 19.9757 25.1737 32.5498 42.0872 53.0390 60.9126
7 20.5677 23.4764 29.2835 37.4347 47.8549 59.6921 68.1339
8 23.7898 27.0178 33.4184 42.3231 53.6005 66.2986 75.2945
9 27.0504 30.5915 37.5732 47.2140 59.3284 72.8684 82.4077
10 30.3422 34.1915 41.7438 52.1067 65.0421 79.4088 89.4828
11 33.6600 37.8131 45.9275 57.0009 70.7440 85.9251 96.5269
EOD
plot $bands using 1:2:8 with filledcurves lc rgb '#DCE9F5', \
     $bands using 1:3:7 with filledcurves lc rgb '#BDD7EE', \
     $bands using 1:4:6 with filledcurves lc rgb '#8FBBE0', \
     $bands using 1:5 with lines lw 4 lc rgb '#0B5CAD'
