// Memory of the whole process is measured.
[assembly: DoNotParallelize]
