# histogram chart by quotacast 0.1.0. Draw it again with: gnuplot -d histogram.gp
# for another format: gnuplot -d -e "format='svg'" histogram.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './histogram.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'histogram' font face.',15' linewidth 0.6 background '#FFFFFF' }
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
set label '{/:Bold='.title.' 30% chance to miss 48 customers, by 5.8 in the median miss}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Customers FY2027. Height of a bar: its share of 20 000 trials' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Newco · plans/newco.yaml · as of 30 June 2026 · seed 42 · 20 000 trials · quotacast 0.1.0 · 10% of trials end under P10' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set xrange [20.925:133.737]
set xtics ('40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
unset ytics; unset grid
set yrange [0:0.078581]
set arrow from first 48, graph 0 to first 48, graph 0.69 nohead front lw 2.5 lc rgb '#1D2939'
set label '{/:Bold='.body.' Target 48}' at first 48.0000, graph 0.7300 center tc rgb '#1D2939' front boxed bs 1
set label '{/:Bold='.big.' 30%}' at screen 0.0750, screen 0.7520 left tc rgb '#C2410C'
set label 'miss: short by 5.8 in the median miss' at screen 0.0750, screen 0.6950 left tc rgb '#C2410C' noenhanced font face.','.body
set label '{/:Bold='.big.' 70%}' at screen 0.4750, screen 0.7520 left tc rgb '#0B5CAD'
set label 'hit: at or above the target' at screen 0.4750, screen 0.6950 left tc rgb '#0B5CAD' noenhanced font face.','.body
set arrow from screen 0.3068, screen 0.1650 to screen 0.3068, screen 0.1552 nohead lw 1.5 lc rgb '#98A2B3'
set label 'P50 57' at screen 0.3068, screen 0.0800 center tc rgb '#667085' noenhanced font face.','.quiet
set arrow from screen 0.1835, screen 0.1650 to screen 0.1835, screen 0.1552 nohead lw 1.5 lc rgb '#98A2B3'
set label 'P10 38' at screen 0.1835, screen 0.0800 center tc rgb '#667085' noenhanced font face.','.quiet
set arrow from screen 0.4927, screen 0.1650 to screen 0.4927, screen 0.1552 nohead lw 1.5 lc rgb '#98A2B3'
set label 'P90 86' at screen 0.4927, screen 0.0800 center tc rgb '#667085' noenhanced font face.','.quiet
# middle, share of trials, width
$misses << EOD
22.0531 0.001605 1.9855
24.3094 0.003396 1.9855
26.5656 0.006218 1.9855
28.8219 0.010146 1.9855
31.0781 0.015075 1.9855
33.3344 0.020742 1.9855
35.5906 0.026777 1.9855
37.8469 0.032768 1.9855
40.1031 0.038327 1.9855
42.3594 0.043136 1.9855
44.6156 0.046971 1.9855
46.8719 0.049710 1.9855
EOD
# middle, share of trials, width
$hits << EOD
49.1281 0.051325 1.9855
51.3844 0.051863 1.9855
53.6406 0.051429 1.9855
55.8969 0.050162 1.9855
58.1531 0.048217 1.9855
60.4094 0.045754 1.9855
62.6656 0.042922 1.9855
64.9219 0.039859 1.9855
67.1781 0.036681 1.9855
69.4344 0.033484 1.9855
71.6906 0.030346 1.9855
73.9469 0.027325 1.9855
76.2031 0.024462 1.9855
78.4594 0.021786 1.9855
80.7156 0.019312 1.9855
82.9719 0.017048 1.9855
85.2281 0.014992 1.9855
87.4844 0.013139 1.9855
89.7406 0.011481 1.9855
91.9969 0.010004 1.9855
94.2531 0.008696 1.9855
96.5094 0.007542 1.9855
98.7656 0.006528 1.9855
101.022 0.005641 1.9855
103.278 0.004866 1.9855
105.534 0.004192 1.9855
107.791 0.003607 1.9855
110.047 0.003100 1.9855
112.303 0.002662 1.9855
114.559 0.002283 1.9855
116.816 0.001957 1.9855
119.072 0.001677 1.9855
121.328 0.001435 1.9855
123.584 0.001228 1.9855
125.841 0.001051 1.9855
128.097 0.000898 1.9855
130.353 0.000768 1.9855
132.609 0.000656 1.9855
EOD
plot $misses using 1:2:3 with boxes lc rgb '#F7C9AE', \
     $hits using 1:2:3 with boxes lc rgb '#9CC3E6'
