# heat chart by quotacast 0.1.0. Draw it again with: gnuplot -d heat.gp
# for another format: gnuplot -d -e "format='svg'" heat.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './heat.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'heat' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set label '{/:Bold='.title.' 3 of 18 combinations reach 80% for €1.8M in 2026}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · same random numbers' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set label '−20%' at screen 0.2367, screen 0.1350 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '+0%' at screen 0.3700, screen 0.1350 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '+20%' at screen 0.5033, screen 0.1350 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '+20%' at screen 0.6367, screen 0.1350 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '+20%' at screen 0.7700, screen 0.1350 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '+20%' at screen 0.9033, screen 0.1350 center tc rgb '#667085' noenhanced font face.','.quiet front
set label '−10%' at screen 0.1600, screen 0.2667 right tc rgb '#667085' noenhanced font face.','.quiet front
set label '+0%' at screen 0.1600, screen 0.4800 right tc rgb '#667085' noenhanced font face.','.quiet front
set label '+10%' at screen 0.1600, screen 0.6933 right tc rgb '#667085' noenhanced font face.','.quiet front
set label 'Across two more reps from August, upward team.hours_per_week; ringed: the plan as it is' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set object 1 rect from screen 0.1740, screen 0.1640 to screen 0.2993, screen 0.3693 fc rgb '#F2F6FA' fs solid 1 noborder
set label '15%' at screen 0.2367, screen 0.2667 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 2 rect from screen 0.3073, screen 0.1640 to screen 0.4327, screen 0.3693 fc rgb '#DCE9F6' fs solid 1 noborder
set label '23%' at screen 0.3700, screen 0.2667 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 3 rect from screen 0.4407, screen 0.1640 to screen 0.5660, screen 0.3693 fc rgb '#DCE9F6' fs solid 1 noborder
set label '31%' at screen 0.5033, screen 0.2667 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 4 rect from screen 0.5740, screen 0.1640 to screen 0.6993, screen 0.3693 fc rgb '#DCE9F6' fs solid 1 noborder
set label '39%' at screen 0.6367, screen 0.2667 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 5 rect from screen 0.7073, screen 0.1640 to screen 0.8327, screen 0.3693 fc rgb '#B5D2EC' fs solid 1 noborder
set label '47%' at screen 0.7700, screen 0.2667 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 6 rect from screen 0.8407, screen 0.1640 to screen 0.9660, screen 0.3693 fc rgb '#B5D2EC' fs solid 1 noborder
set label '55%' at screen 0.9033, screen 0.2667 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 7 rect from screen 0.1740, screen 0.3773 to screen 0.2993, screen 0.5827 fc rgb '#DCE9F6' fs solid 1 noborder
set label '37%' at screen 0.2367, screen 0.4800 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 8 rect from screen 0.3073, screen 0.3773 to screen 0.4327, screen 0.5827 fc rgb '#B5D2EC' fs solid 1 border rgb '#1D2939' lw 4
set label '45%' at screen 0.3700, screen 0.4800 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 9 rect from screen 0.4407, screen 0.3773 to screen 0.5660, screen 0.5827 fc rgb '#B5D2EC' fs solid 1 noborder
set label '53%' at screen 0.5033, screen 0.4800 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 10 rect from screen 0.5740, screen 0.3773 to screen 0.6993, screen 0.5827 fc rgb '#7FB2DD' fs solid 1 noborder
set label '61%' at screen 0.6367, screen 0.4800 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 11 rect from screen 0.7073, screen 0.3773 to screen 0.8327, screen 0.5827 fc rgb '#7FB2DD' fs solid 1 noborder
set label '69%' at screen 0.7700, screen 0.4800 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 12 rect from screen 0.8407, screen 0.3773 to screen 0.9660, screen 0.5827 fc rgb '#7FB2DD' fs solid 1 noborder
set label '77%' at screen 0.9033, screen 0.4800 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 13 rect from screen 0.1740, screen 0.5907 to screen 0.2993, screen 0.7960 fc rgb '#B5D2EC' fs solid 1 noborder
set label '59%' at screen 0.2367, screen 0.6933 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 14 rect from screen 0.3073, screen 0.5907 to screen 0.4327, screen 0.7960 fc rgb '#7FB2DD' fs solid 1 noborder
set label '67%' at screen 0.3700, screen 0.6933 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 15 rect from screen 0.4407, screen 0.5907 to screen 0.5660, screen 0.7960 fc rgb '#7FB2DD' fs solid 1 noborder
set label '75%' at screen 0.5033, screen 0.6933 center tc rgb '#1D2938' noenhanced font face.','.body front
set object 16 rect from screen 0.5740, screen 0.5907 to screen 0.6993, screen 0.7960 fc rgb '#0B4F94' fs solid 1 noborder
set label '83%' at screen 0.6367, screen 0.6933 center tc rgb '#FEFEFE' noenhanced font face.','.body front
set object 17 rect from screen 0.7073, screen 0.5907 to screen 0.8327, screen 0.7960 fc rgb '#0B4F94' fs solid 1 noborder
set label '91%' at screen 0.7700, screen 0.6933 center tc rgb '#FEFEFE' noenhanced font face.','.body front
set object 18 rect from screen 0.8407, screen 0.5907 to screen 0.9660, screen 0.7960 fc rgb '#0B4F94' fs solid 1 noborder
set label '97%' at screen 0.9033, screen 0.6933 center tc rgb '#FEFEFE' noenhanced font face.','.body front
unset border; unset xtics; unset ytics; unset grid
set xrange [0:1]; set yrange [0:1]
plot NaN
