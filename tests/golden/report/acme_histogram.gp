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
set label '{/:Bold='.title.' 66% chance to miss €1.8M, by €216k in the median miss}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Bookings 2026, € million. Height of a bar: its share of 20,000 trials' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · 10% of trials end under P10' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set xrange [1.11408:2.91912]
set xtics ('1.5' 1.5, '2' 2, '2.5' 2.5)
unset ytics; unset grid
set yrange [0:0.080067]
set arrow from first 1.8, graph 0 to first 1.8, graph 0.69 nohead front lw 2.5 lc rgb '#1D2939'
set label '{/:Bold='.body.' Target €1.8M}' at first 1.8000, graph 0.7300 center tc rgb '#1D2939' front boxed bs 1
set label '{/:Bold='.big.' 66%}' at screen 0.0750, screen 0.7520 left tc rgb '#C2410C'
set label 'miss: short by €216k in the median miss' at screen 0.0750, screen 0.6950 left tc rgb '#C2410C' noenhanced font face.','.body
set label '{/:Bold='.big.' 34%}' at screen 0.4750, screen 0.7520 left tc rgb '#0B5CAD'
set label 'hit: at or above the target' at screen 0.4750, screen 0.6950 left tc rgb '#0B5CAD' noenhanced font face.','.body
set arrow from screen 0.2978, screen 0.1650 to screen 0.2978, screen 0.1552 nohead lw 1.5 lc rgb '#98A2B3'
set label 'P50 €1.67M' at screen 0.2978, screen 0.0800 center tc rgb '#667085' noenhanced font face.','.quiet
set arrow from screen 0.1775, screen 0.1650 to screen 0.1775, screen 0.1552 nohead lw 1.5 lc rgb '#98A2B3'
set label 'P10 €1.37M' at screen 0.1775, screen 0.0800 center tc rgb '#667085' noenhanced font face.','.quiet
set arrow from screen 0.4835, screen 0.1650 to screen 0.4835, screen 0.1552 nohead lw 1.5 lc rgb '#98A2B3'
set label 'P90 €2.13M' at screen 0.4835, screen 0.0800 center tc rgb '#667085' noenhanced font face.','.quiet
# middle, share of trials, width
$misses << EOD
1.13214 0.001823 0.0317687
1.16824 0.003962 0.0317687
1.20434 0.007322 0.0317687
1.24044 0.011926 0.0317687
1.27654 0.017570 0.0317687
1.31264 0.023872 0.0317687
1.34874 0.030357 0.0317687
1.38484 0.036550 0.0317687
1.42094 0.042042 0.0317687
1.45704 0.046536 0.0317687
1.49314 0.049856 0.0317687
1.52924 0.051947 0.0317687
1.56534 0.052844 0.0317687
1.60145 0.052657 0.0317687
1.63755 0.051538 0.0317687
1.67365 0.049661 0.0317687
1.70975 0.047202 0.0317687
1.74585 0.044330 0.0317687
1.78195 0.041197 0.0317687
EOD
# middle, share of trials, width
$hits << EOD
1.81805 0.037929 0.0317687
1.85415 0.034635 0.0317687
1.89025 0.031397 0.0317687
1.92635 0.028279 0.0317687
1.96245 0.025324 0.0317687
1.99855 0.022563 0.0317687
2.03466 0.020011 0.0317687
2.07076 0.017676 0.0317687
2.10686 0.015557 0.0317687
2.14296 0.013649 0.0317687
2.17906 0.011940 0.0317687
2.21516 0.010419 0.0317687
2.25126 0.009071 0.0317687
2.28736 0.007881 0.0317687
2.32346 0.006835 0.0317687
2.35956 0.005919 0.0317687
2.39566 0.005119 0.0317687
2.43176 0.004421 0.0317687
2.46786 0.003814 0.0317687
2.50397 0.003288 0.0317687
2.54007 0.002832 0.0317687
2.57617 0.002437 0.0317687
2.61227 0.002096 0.0317687
2.64837 0.001802 0.0317687
2.68447 0.001549 0.0317687
2.72057 0.001331 0.0317687
2.75667 0.001143 0.0317687
2.79277 0.000982 0.0317687
2.82887 0.000843 0.0317687
2.86497 0.000724 0.0317687
2.90107 0.000621 0.0317687
EOD
plot $misses using 1:2:3 with boxes lc rgb '#F7C9AE', \
     $hits using 1:2:3 with boxes lc rgb '#9CC3E6'
